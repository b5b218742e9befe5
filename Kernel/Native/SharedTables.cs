// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kernel.Native;

/// <summary>The directory at the beginning of a file of tables (native-layout/shared_tables.md).</summary>
[StructLayout(LayoutKind.Explicit, Size = 7192)]
internal struct SharedTables
{
    internal const ulong ExpectedMagic = 0x4b564d485054424c;
    internal const uint ExpectedByteOrder = 0x01020304;
    internal const uint ExpectedVersion = 1;
    internal const int MaxBlocks = 128;

    [FieldOffset(0)] internal ulong Magic;
    [FieldOffset(8)] internal uint ByteOrder;
    [FieldOffset(12)] internal uint Version;
    [FieldOffset(16)] internal uint Count;
    [FieldOffset(24)] internal SharedBlock.BlockList Blocks;
}
