// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.Concurrency;

namespace Kernel.Native;

/// <summary>A directory of a file of tables; the first is at its beginning (native-layout/shared_tables.md).</summary>
[StructLayout(LayoutKind.Explicit, Size = 8224)]
internal struct SharedTables
{
    internal const ulong ExpectedMagic = 0x4b564d485054424c;
    internal const uint ExpectedByteOrder = 0x01020304;
    internal const uint ExpectedVersion = 2;
    internal const int MaxBlocks = 128;

    [FieldOffset(0)] internal ulong Magic;
    [FieldOffset(8)] internal uint ByteOrder;
    [FieldOffset(12)] internal uint Version;
    [FieldOffset(16)] internal uint Count;
    [FieldOffset(20)] internal uint Process;
    [FieldOffset(24)] internal ulong Next;
    [FieldOffset(32)] internal SharedBlock.BlockList Blocks;

    /// <summary>Makes zeroed memory an empty directory of this process; the magic number comes last.</summary>
    internal void Initialize()
    {
        ByteOrder = ExpectedByteOrder;
        Version = ExpectedVersion;
        Count = MaxBlocks;
        Process = (uint)Environment.ProcessId;
        Atomics.Write(ref Magic, ExpectedMagic);
    }
}
