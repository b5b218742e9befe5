// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>The hash of a virtual page, which chooses its groups (Power ISA 2.06 Book III-S, 5.7.7.3).</summary>
internal static class HptHash
{
    private const ulong HashBits = 0x7f_ffff_ffff;

    /// <summary>The hash of a page.</summary>
    /// <param name="vsid">The virtual segment ID.</param>
    /// <param name="offset">The page's offset in its segment, in bytes.</param>
    /// <param name="baseShift">Log2 of the bytes of the segment's base page.</param>
    /// <param name="segmentSize">The size of the segment; a reserved size is taken for 256 MiB.</param>
    /// <returns>39 bits, for <see cref="HptGeometry.PrimaryGroup"/> and <see cref="HptGeometry.SecondaryGroup"/>.</returns>
    [RealMode]
    internal static ulong Of(ulong vsid, ulong offset, int baseShift, HptSegmentSize segmentSize) =>
        OfSegment(vsid, segmentSize) ^ offset >> baseShift;

    /// <summary>What the segment contributes to the hash.</summary>
    [RealMode]
    internal static ulong OfSegment(ulong vsid, HptSegmentSize segmentSize) =>
        (segmentSize == HptSegmentSize.Size1T ? vsid ^ vsid << 25 : vsid) & HashBits;
}
