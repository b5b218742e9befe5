// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>
/// One entry of a hashed page table, decoded. Bits are counted here from the least significant (bit 0 = value 1); Power ISA counts from
/// the other end.
/// </summary>
/// <param name="First">The first doubleword (V): B, AVPN, software bits, L, H, V.</param>
/// <param name="Second">The second doubleword (R): PP0, key, RPN with LP, R, C, WIMG, N, PP.</param>
public readonly record struct HptEntry(ulong First, ulong Second)
{
    /// <summary>V: the entry is valid.</summary>
    public const ulong ValidBit = 0x1;

    /// <summary>H: the entry is in the group of the secondary hash.</summary>
    public const ulong SecondaryBit = 0x2;

    /// <summary>L: the page is larger than 4 KiB.</summary>
    public const ulong LargeBit = 0x4;

    /// <summary>A software bit: the guest never wants this entry evicted.</summary>
    public const ulong BoltedBit = 0x10;

    /// <summary>A software bit: the hypervisor holds the entry locked. No guest sees it.</summary>
    public const ulong LockBit = 0x40;

    /// <summary>R: the page was referenced.</summary>
    public const ulong ReferencedBit = 0x100;

    /// <summary>C: the page was changed.</summary>
    public const ulong ChangedBit = 0x80;

    /// <summary>The bits of <see cref="First"/> that hold the AVPN.</summary>
    public const ulong AvpnMask = 0x3fffffffffffff80;

    /// <summary>The bits of <see cref="Second"/> that hold the real page number and, at its low end, LP.</summary>
    public const ulong RealPageMask = 0x0ffffffffffff000;

    /// <summary>AVPN holds the virtual address without its 23 low bits.</summary>
    private const int AvpnAddressShift = 23;

    /// <summary>Whether the entry is valid.</summary>
    public bool IsValid => (First & ValidBit) != 0;

    /// <summary>Whether the entry belongs to the group of the secondary hash.</summary>
    public bool IsSecondary => (First & SecondaryBit) != 0;

    /// <summary>Whether L is set: the page is larger than 4 KiB.</summary>
    public bool IsLarge => (First & LargeBit) != 0;

    /// <summary>Whether the guest marked the entry as not to be evicted.</summary>
    public bool IsBolted => (First & BoltedBit) != 0;

    /// <summary>Whether the page was referenced (R).</summary>
    public bool IsReferenced => (Second & ReferencedBit) != 0;

    /// <summary>Whether the page was changed (C).</summary>
    public bool IsChanged => (Second & ChangedBit) != 0;

    /// <summary>N: instructions may not be fetched from the page.</summary>
    public bool IsNoExecute => (Second & 0x4) != 0;

    /// <summary>The size of the segment.</summary>
    public HptSegmentSize SegmentSize => (HptSegmentSize)(First >> 62);

    /// <summary>The abbreviated virtual page number: the virtual address without its 23 low bits.</summary>
    public ulong Avpn => (First & AvpnMask) >> 7;

    /// <summary>
    /// The virtual segment number: AVPN without the part of the address inside the segment, which is 28 - 23 = 5 bits in a segment of
    /// 256 MiB and 40 - 23 = 17 bits in one of 1 TiB.
    /// </summary>
    public ulong Vsid => Avpn >> (SegmentShift - AvpnAddressShift);

    /// <summary>The page size that L and LP encode.</summary>
    public HptPageSize PageSize
    {
        get
        {
            if (!IsLarge)
                return HptPageSize.Size4K;
            ulong lp = (Second >> 12) & 0xff;
            return lp switch
            {
                0 => HptPageSize.Size16M,
                8 => HptPageSize.Size16MIn64KSegment,
                _ when (lp & 0xf) == 1 => HptPageSize.Size64K,
                _ => HptPageSize.Unknown,
            };
        }
    }

    /// <summary>LP as it stands in the entry: the eight low bits of the real page number, which for large pages encode their size.</summary>
    public int LargePageEncoding => (int)((Second >> 12) & 0xff);

    /// <summary>Log2 of the bytes that the entry maps; 0 where the encoding is not known.</summary>
    public int PageShift => PageSize switch
    {
        HptPageSize.Size4K => 12,
        HptPageSize.Size64K => 16,
        HptPageSize.Size16M or HptPageSize.Size16MIn64KSegment => 24,
        _ => 0,
    };

    /// <summary>The (guest-)real address of the page: RPN without the bits below the page size. With an unknown encoding, RPN as it stands.</summary>
    public ulong RealAddress => Second & RealPageMask & ~((1UL << Math.Max(PageShift, 12)) - 1);

    /// <summary>The page protection: PP0 and PP, three bits.</summary>
    public int Protection => (int)(((Second >> 61) & 4) | (Second & 3));

    /// <summary>The storage key, five bits.</summary>
    public int Key => (int)(((Second >> 57) & 0x18) | ((Second >> 9) & 7));

    /// <summary>W (8), I (4), M (2) and G (1).</summary>
    public int Wimg => (int)((Second >> 3) & 0xf);

    /// <summary>Log2 of the size of the segment; a reserved size is taken for 256 MiB.</summary>
    public int SegmentShift => SegmentSize == HptSegmentSize.Size1T ? 40 : 28;

    /// <summary>
    /// Finds the page's place in its segment, which with <see cref="Vsid"/> is the whole virtual address. AVPN lacks the 23 low bits; those
    /// of them that belong to the page number went into the hash, and come back out of the number of the group.
    /// </summary>
    /// <param name="group">The group that the entry is in.</param>
    /// <param name="order">The order of the table.</param>
    /// <param name="offset">The bytes from the segment's beginning to the page.</param>
    /// <returns>False when the hash of the address does not lead to this group, or the encoding is not known.</returns>
    public bool TryGetSegmentOffset(ulong group, int order, out ulong offset)
    {
        offset = (Avpn << AvpnAddressShift) & ((1UL << SegmentShift) - 1);
        int baseShift = PageSize == HptPageSize.Size16MIn64KSegment ? 16 : PageShift;
        if (baseShift == 0 || SegmentSize > HptSegmentSize.Size1T)
            return false;

        ulong mask = HptGeometry.GroupCount(order) - 1;
        ulong hash = (IsSecondary ? ~group : group) & mask;
        ulong segmentHash = SegmentSize == HptSegmentSize.Size1T ? Vsid ^ (Vsid << 25) : Vsid & 0x7fffffffff;
        if (baseShift < AvpnAddressShift)
        {
            ulong missing = (hash ^ segmentHash) & ((1UL << (AvpnAddressShift - baseShift)) - 1);
            offset |= missing << baseShift;
        }
        return ((segmentHash ^ (offset >> baseShift)) & mask) == hash;
    }
}
