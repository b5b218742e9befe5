// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kernel.Native;

// Unsafe: Name is an array inside the struct; code that takes its address uses at most NameLength bytes while the struct stays in place.
/// <summary>A block in a file of tables (native-layout/shared_block.md).</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
internal unsafe struct SharedBlock
{
    internal const uint Free = 0;
    internal const uint Live = 1;
    internal const int NameLength = 32;

    [FieldOffset(0)] internal fixed byte Name[NameLength];
    [FieldOffset(32)] internal ulong Offset;
    [FieldOffset(40)] internal ulong Length;
    [FieldOffset(48)] internal uint State;

    /// <summary>Room for the blocks of a directory.</summary>
    [InlineArray(SharedTables.MaxBlocks)]
    internal struct BlockList
    {
        private SharedBlock _first;
    }
}
