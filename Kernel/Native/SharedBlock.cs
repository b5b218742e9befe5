// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Kernel.Concurrency;

namespace Kernel.Native;

// Unsafe: Name is an array inside the struct; code that takes its address uses at most NameLength bytes while the struct stays in place.
/// <summary>A block in a file of tables (native-layout/shared_block.md).</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct SharedBlock
{
    internal const uint Free = 0;
    internal const uint Live = 1;
    internal const int NameLength = 32;

    [FieldOffset(0)] internal fixed byte Name[NameLength];
    [FieldOffset(32)] internal ulong Offset;
    [FieldOffset(40)] internal ulong Length;
    [FieldOffset(48)] internal uint Machine;
    [FieldOffset(52)] internal uint State;
    [FieldOffset(56)] internal uint Sequence;

    /// <summary>Makes the entry a live block. A reader sees all of the change or nothing.</summary>
    internal void Set(uint machine, string name, ulong offset, ulong length)
    {
        BeginChange();
        fixed (byte* text = Name)
        {
            Span<byte> room = new(text, NameLength);
            room.Clear();
            Encoding.ASCII.GetBytes(name, room[..(NameLength - 1)]);
        }
        Offset = offset;
        Length = length;
        Machine = machine;
        State = Live;
        EndChange();
    }

    /// <summary>Makes the entry unused.</summary>
    internal void Clear()
    {
        BeginChange();
        State = Free;
        EndChange();
    }

    // There is one writer. The exchange is a full fence: no later write comes before it.
    private void BeginChange() => Atomics.Exchange(ref Sequence, Sequence + 1);

    private void EndChange() => Atomics.Write(ref Sequence, Sequence + 1);

    /// <summary>Room for the blocks of a directory.</summary>
    [InlineArray(SharedTables.MaxBlocks)]
    internal struct BlockList
    {
        private SharedBlock _first;
    }
}
