// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>
/// Entries as Power ISA 2.06 lays them out (Book III-S, 5.7.7.1): B and AVPN in the first doubleword. Hypercalls have entries in this form
/// on every processor. The encodings of page sizes are those of POWER7 and its successors.
/// </summary>
public sealed class Isa206Format : IHptFormat
{
    /// <summary>The bits of the first doubleword that hold B and AVPN.</summary>
    internal const ulong SegmentAndAvpnMask = 0xffff_ffff_ffff_ff80;

    private const int SegmentSizeShift = 62;
    private const int AvpnShift = 7;
    private const ulong AvpnMask = 0x3fff_ffff_ffff_ff80;
    private const int LargePageShift = 12;
    private const ulong LargePageMask = 0xff;
    private const ulong LargePageLowMask = 0xf;
    private const ulong Lp64K = 1;                  // and any four bits above
    private const ulong Lp16M = 0;
    private const ulong Lp16MIn64KSegment = 8;

    private Isa206Format()
    {
    }

    /// <summary>The format.</summary>
    public static IHptFormat Instance { get; } = new Isa206Format();

    /// <inheritdoc/>
    public HptTranslation Decode(HptEntry entry)
    {
        HptPageSize pageSize = PageSize(entry.First, entry.Second);
        ulong inPage = (1ul << Math.Max(pageSize.Shift, LargePageShift)) - 1;
        return new HptTranslation(
            (HptSegmentSize)(entry.First >> SegmentSizeShift), (entry.First & AvpnMask) >> AvpnShift, pageSize,
            entry.Second & HptEntry.RealPageMask & ~inPage);
    }

    /// <inheritdoc/>
    public HptEntry Encode(HptTranslation translation)
    {
        if (translation.SegmentSize > HptSegmentSize.Size1T)
            throw new ArgumentException($"The segment size {translation.SegmentSize} is reserved.", nameof(translation));
        HptPageSize pageSize = translation.PageSize;
        ulong lp = pageSize == HptPageSize.Size64K ? Lp64K
            : pageSize == HptPageSize.Size16MIn64KSegment ? Lp16MIn64KSegment
            : pageSize == HptPageSize.Size4K || pageSize == HptPageSize.Size16M ? Lp16M
            : throw new ArgumentException($"The format has no encoding for pages of size {pageSize}.", nameof(translation));
        if (translation.RealAddress % pageSize.Bytes != 0 || (translation.RealAddress & ~HptEntry.RealPageMask) != 0)
        {
            throw new ArgumentException(
                $"The real address 0x{translation.RealAddress:x} is not a multiple of 0x{pageSize.Bytes:x} below 2^60.",
                nameof(translation));
        }
        ulong large = pageSize == HptPageSize.Size4K ? 0 : HptEntry.LargeBit;
        return new HptEntry(
            (ulong)translation.SegmentSize << SegmentSizeShift | translation.Avpn << AvpnShift & AvpnMask | large,
            translation.RealAddress | lp << LargePageShift);
    }

    /// <summary>The page size that L and LP encode.</summary>
    [RealMode]
    internal static HptPageSize PageSize(ulong first, ulong second)
    {
        if ((first & HptEntry.LargeBit) == 0)
            return HptPageSize.Size4K;
        ulong lp = second >> LargePageShift & LargePageMask;
        if ((lp & LargePageLowMask) == Lp64K)
            return HptPageSize.Size64K;
        return lp switch
        {
            Lp16M => HptPageSize.Size16M,
            Lp16MIn64KSegment => HptPageSize.Size16MIn64KSegment,
            _ => default,
        };
    }
}
