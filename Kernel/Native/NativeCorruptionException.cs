// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Native;

/// <summary>A guard region was overwritten, or a block was freed that is not live: a bug in code that uses raw pointers.</summary>
public sealed class NativeCorruptionException(string message) : Exception(message);
