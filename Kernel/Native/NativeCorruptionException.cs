// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Native;

/// <summary>
/// Memory is damaged: a guard region or a freed block was overwritten, a block was freed that is not live, or the file of tables was
/// truncated. All but the last is a bug in code that uses raw pointers.
/// </summary>
public sealed class NativeCorruptionException(string message) : Exception(message);
