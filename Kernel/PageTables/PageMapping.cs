// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>What a guest writes to map a page: an entry for H_ENTER, and the operands of slbmte for its segment.</summary>
/// <param name="Vsid">The virtual segment ID, which the guest chooses.</param>
/// <param name="EffectiveAddress">Where the guest wants to see the page; a multiple of the page size.</param>
/// <param name="GuestAddress">The page's guest-real address; a multiple of the page size.</param>
public sealed record PageMapping(ulong Vsid, ulong EffectiveAddress, ulong GuestAddress)
{
    private const int ReadWrite = 2;
    private const ulong SlbValid = 0x0800_0000;
    private const ulong SlbLarge = 0x100;
    private const ulong SlbLp64K = 0x10;

    /// <summary>The size of the page, and of all pages of its segment: 4 KiB, 64 KiB or 16 MiB.</summary>
    public HptPageSize PageSize { get; init; } = HptPageSize.Size16M;

    /// <summary>The size of the segment.</summary>
    public HptSegmentSize SegmentSize { get; init; } = HptSegmentSize.Size256M;

    /// <summary>PP, 0 to 3: 2 for loads and stores, 3 for loads only.</summary>
    public int Protection { get; init; } = ReadWrite;

    /// <summary>Log2 of the table's bytes.</summary>
    public int Order { get; init; } = 24;

    /// <summary>The index of the first entry of the group where the processor looks first: r5 of H_ENTER.</summary>
    public ulong Index => HptGeometry.PrimaryGroup(
        HptHash.Of(Vsid, SegmentOffset, PageSize.BaseShift, SegmentSize), Order) * HptGeometry.GroupSize;

    /// <summary>The entry, valid and coherent: r6 and r7 of H_ENTER.</summary>
    /// <exception cref="ArgumentException">The guest address is not a multiple of the page size, or a size has no encoding.</exception>
    public HptEntry Entry
    {
        get
        {
            HptEntry entry = Isa206Format.Instance.Encode(
                HptTranslation.Of(SegmentSize, Vsid, SegmentOffset, PageSize, GuestAddress));
            return new HptEntry(entry.First | HptEntry.ValidBit, entry.Second | HptEntry.CoherentBit | (uint)(Protection & 3));
        }
    }

    /// <summary>RB of slbmte: ESID, V, and entry 0 of the SLB.</summary>
    public ulong SlbRb => EffectiveAddress - SegmentOffset | SlbValid;

    /// <summary>RS of slbmte: B, VSID, L and LP.</summary>
    public ulong SlbRs => (ulong)SegmentSize << 62 | Vsid << (SegmentShift - 16) | SlbPageSize;

    private int SegmentShift => HptTranslation.ShiftOf(SegmentSize);

    private ulong SegmentOffset => EffectiveAddress & ((1ul << SegmentShift) - 1);

    private ulong SlbPageSize => PageSize.BaseShift switch
    {
        12 => 0,
        16 => SlbLarge | SlbLp64K,
        _ => SlbLarge,
    };
}
