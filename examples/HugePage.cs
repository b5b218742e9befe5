// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Examples;

/// <summary>A 16 MB page in a segment of 256 MB: what a guest writes to map it (Power ISA 2.06 Book III-S, 5.7.6 and 5.7.7).</summary>
/// <param name="Vsid">The virtual segment ID, which the guest chooses.</param>
/// <param name="EffectiveAddress">Where the guest wants to see the page; a multiple of 16 MB.</param>
/// <param name="GuestAddress">The page; a multiple of 16 MB.</param>
internal readonly record struct HugePage(ulong Vsid, ulong EffectiveAddress, ulong GuestAddress)
{
    /// <summary>Bytes.</summary>
    public const ulong Size = 16 << 20;

    /// <summary>MSR: 64 bits, data and instruction addresses are translated.</summary>
    public const ulong TranslationOn = 1ul << 63 | 1ul << 5 | 1ul << 4;

    /// <summary>MSR: 64 bits, real mode.</summary>
    public const ulong TranslationOff = 1ul << 63;

    private const int Shift = 24;
    private const int SegmentShift = 28;
    private const ulong Groups = 1 << 17;       // of eight entries of 16 bytes, in a table of 16 MB
    private const ulong Large = 0x4;
    private const ulong Valid = 0x1;
    private const ulong Coherent = 0x10;
    private const ulong ReadWrite = 0x2;

    /// <summary>The index of the first entry of the group where the processor will look for the page.</summary>
    public ulong Index => ((Vsid ^ PageInSegment) & (Groups - 1)) << 3;

    /// <summary>The entry's first doubleword.</summary>
    public ulong First => Vsid << 12 | PageInSegment << (Shift - 16) | Large | Valid;

    /// <summary>The entry's second doubleword.</summary>
    public ulong Second => GuestAddress | Coherent | ReadWrite;

    /// <summary>RB of slbmte: the segment, V, and number 0 of the SLB.</summary>
    public ulong SlbRb => EffectiveAddress >> SegmentShift << SegmentShift | 0x0800_0000;

    /// <summary>RS of slbmte: VSID, and L for pages of 16 MB.</summary>
    public ulong SlbRs => Vsid << 12 | 0x100;

    private ulong PageInSegment => (EffectiveAddress & ((1ul << SegmentShift) - 1)) >> Shift;
}
