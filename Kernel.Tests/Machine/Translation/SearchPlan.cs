// SPDX-License-Identifier: GPL-2.0-only
using CsCheck;

namespace Kernel.Tests.Machine.Translation;

/// <summary>A random SLB, a random page table, and addresses to look for in it.</summary>
/// <param name="Segments">Segment i begins at (i + 1) &lt;&lt; 40, whatever its size.</param>
/// <param name="Entries">Entries, each of a page of one of the segments; most of them spoilt.</param>
internal sealed record SearchPlan(SearchPlan.Segment[] Segments, SearchPlan.Entry[] Entries)
{
    private const int Choices = 4;

    private static readonly ulong[] Offsets = [0, 0xab5_6789, 0x12_3ab5_6789, 0xfff_ffff, 0xff_ffff_ffff];
    private static readonly ulong[] Vsids = [0, 0x12345, 0x3_ffff_ffff_ffff, 0x2_1234_5678_9abc];

    // Everything is one of a few values with at most one bit changed, so that there are many near misses.
    private static readonly Gen<ulong> Offset = NearTo(Offsets, 40);

    private static readonly Gen<Segment> OneSegment = Gen.Select(
        NearTo(Vsids, 50), Gen.Bool, Gen.Frequency((9, Gen.Int[0, Choices - 2]), (1, Gen.Const(Choices - 1))),
        Gen.Frequency((12, Gen.Const(true)), (1, Gen.Const(false))),
        (vsid, isOneTerabyte, size, isValid) => new Segment(vsid, isOneTerabyte, size, isValid));

    private static readonly Gen<Entry> OneEntry = Gen.Select(
        Gen.Int[0, 3], Offset, Gen.ULong, Gen.Int[0, 7], Gen.Bool, Gen.Frequency((1, Gen.Const(-1)), (1, Gen.Int[0, 127])), Gen.Int[-1, 47],
        (segment, offset, realPage, slot, isSecondary, spoiltBit, probedBit) =>
            new Entry(segment, offset, realPage, slot, isSecondary, spoiltBit, probedBit));

    /// <summary>Plans.</summary>
    internal static Gen<SearchPlan> Any { get; } = Gen.Select(OneSegment.Array[1, 4], OneEntry.Array[1, 24], (segments, entries) =>
        new SearchPlan(segments, entries));

    public override string ToString() =>
        string.Join(Environment.NewLine, ["", .. Segments.Select(item => item.ToString()), .. Entries.Select(item => item.ToString())]);

    private static Gen<ulong> NearTo(ulong[] values, int bits) =>
        Gen.Select(Gen.Int[0, values.Length - 1], Gen.Int[-1, bits - 1], (i, bit) => bit < 0 ? values[i] : values[i] ^ 1ul << bit);

    /// <summary>One segment.</summary>
    /// <param name="Vsid">Cut to 38 bits for a segment of 1 TB.</param>
    /// <param name="IsOneTerabyte">1 TB rather than 256 MB.</param>
    /// <param name="Size">Pages of 4 KB, 64 KB, 16 MB, or of a size that there is not.</param>
    /// <param name="IsValid">V.</param>
    internal sealed record Segment(ulong Vsid, bool IsOneTerabyte, int Size, bool IsValid)
    {
        /// <summary>RB of slbmte, for the segment with a number.</summary>
        internal ulong Rb(int number) => (ulong)(number + 1) << 40 | (IsValid ? 0x0800_0000ul : 0) | (uint)number;

        /// <summary>RS of slbmte.</summary>
        internal ulong Rs => Size switch { 0 => 0, 1 => 0x110ul, 2 => 0x100, _ => 0x130 }
            | (IsOneTerabyte ? 1ul << 62 | (Vsid & (1ul << 38) - 1) << 24 : Vsid << 12);

        /// <summary>An address in the segment with a number.</summary>
        internal ulong Address(int number, ulong offset) => (ulong)(number + 1) << 40 | offset & ((1ul << (IsOneTerabyte ? 40 : 28)) - 1);
    }

    /// <summary>One entry, and an address near its page.</summary>
    /// <param name="InSegment">The segment, modulo how many there are.</param>
    /// <param name="Offset">The page's address in it.</param>
    /// <param name="RealPage">Where to get the real page's number from.</param>
    /// <param name="Slot">The place in the group.</param>
    /// <param name="IsSecondary">In which group.</param>
    /// <param name="SpoiltBit">The bit of the two doublewords that is turned round; -1 for none.</param>
    /// <param name="ProbedBit">The bit of the address that is turned round before it is looked for; -1 for none.</param>
    internal sealed record Entry(int InSegment, ulong Offset, ulong RealPage, int Slot, bool IsSecondary, int SpoiltBit, int ProbedBit);
}
