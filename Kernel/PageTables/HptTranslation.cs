// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>The translation that an entry holds: a virtual page, and the real page behind it.</summary>
/// <param name="SegmentSize">The size of the segment.</param>
/// <param name="Avpn">The abbreviated virtual page number: the virtual address without its 23 low bits.</param>
/// <param name="PageSize">The page size.</param>
/// <param name="RealAddress">The (guest-)real address of the page. With an unknown page size, RPN as it stands.</param>
public readonly record struct HptTranslation(HptSegmentSize SegmentSize, ulong Avpn, HptPageSize PageSize, ulong RealAddress)
{
    private const int AvpnShift = 23;

    /// <summary>Log2 of the size of the segment; a reserved size is taken for 256 MiB.</summary>
    public int SegmentShift => ShiftOf(SegmentSize);

    /// <summary>
    /// The virtual segment number: AVPN without the part of the address inside the segment, which is 28 - 23 = 5 bits in a segment of
    /// 256 MiB and 40 - 23 = 17 bits in one of 1 TiB.
    /// </summary>
    public ulong Vsid => Avpn >> (SegmentShift - AvpnShift);

    /// <summary>
    /// Finds the page's place in its segment, which with <see cref="Vsid"/> is the whole virtual address. AVPN lacks the 23 low bits; those
    /// of them that belong to the page number went into the hash, and come back out of the number of the group.
    /// </summary>
    /// <param name="group">The group that the entry is in.</param>
    /// <param name="isSecondary">Whether the entry is there by the secondary hash.</param>
    /// <param name="order">The order of the table.</param>
    /// <param name="offset">The bytes from the segment's beginning to the page.</param>
    /// <returns>False when the hash of the address does not lead to this group, or the page or segment size is not known.</returns>
    public bool TryGetSegmentOffset(ulong group, bool isSecondary, int order, out ulong offset)
    {
        offset = (Avpn << AvpnShift) & ((1UL << SegmentShift) - 1);
        if (!PageSize.IsKnown || SegmentSize > HptSegmentSize.Size1T)
            return false;

        // The primary and the secondary group of a page have complementary numbers.
        ulong hash = isSecondary ? HptGeometry.SecondaryGroup(group, order) : HptGeometry.PrimaryGroup(group, order);
        if (PageSize.BaseShift < AvpnShift)
        {
            ulong missing = (hash ^ HptHash.OfSegment(Vsid, SegmentSize)) & ((1UL << (AvpnShift - PageSize.BaseShift)) - 1);
            offset |= missing << PageSize.BaseShift;
        }
        return HptGeometry.PrimaryGroup(HptHash.Of(Vsid, offset, PageSize.BaseShift, SegmentSize), order) == hash;
    }

    /// <summary>The translation of a page, given by its place in a segment.</summary>
    internal static HptTranslation Of(HptSegmentSize segmentSize, ulong vsid, ulong offset, HptPageSize pageSize, ulong realAddress) =>
        new(segmentSize, vsid << (ShiftOf(segmentSize) - AvpnShift) | offset >> AvpnShift, pageSize, realAddress);

    /// <summary>Log2 of the size of a segment; a reserved size is taken for 256 MiB.</summary>
    internal static int ShiftOf(HptSegmentSize size) => size == HptSegmentSize.Size1T ? 40 : 28;
}
