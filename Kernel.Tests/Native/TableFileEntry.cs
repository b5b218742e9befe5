// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Native;

/// <summary>An entry of a directory of a table file.</summary>
internal sealed record TableFileEntry(uint Machine, string Name, long Offset, long Length, uint State, uint Sequence);
