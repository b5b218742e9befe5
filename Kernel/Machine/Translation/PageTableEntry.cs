// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

/// <summary>The fields of a hashed page table entry (Power ISA 2.06 Book III-S, 5.7.7.1).</summary>
internal static class PageTableEntry
{
    // First doubleword
    internal const ulong Valid = 0x1;
    internal const ulong Secondary = 0x2;
    internal const ulong Large = 0x4;
    internal const ulong SegmentSizeAndAvpn = 0xffff_ffff_ffff_ff80;

    // Second doubleword
    internal const ulong RealPageNumber = 0x0fff_ffff_ffff_f000;
    internal const ulong Referenced = 0x100;
    internal const ulong Changed = 0x80;

    private const ulong Guarded = 0x8;
    private const ulong NoExecute = 0x4;
    private const ulong LargePageField = 0xf_f000;
    private const ulong LargePageFieldOf64K = 0xf000;
    private const ulong Is64K = 0x1000;

    /// <summary>log2 of the size of the page that an entry maps; 0 for an encoding that the processor does not have.</summary>
    [RealMode]
    internal static int PageShift(ulong v, ulong r, bool isArch206)
    {
        if ((v & Large) == 0)
            return 12;
        if (isArch206 && (r & LargePageFieldOf64K) == Is64K)
            return 16;
        return (r & LargePageField) == 0 ? 24 : 0;
    }

    /// <summary>PP, with the bit that stands apart in front.</summary>
    [RealMode]
    internal static int Pp(ulong r) => (int)(r >> 61 & 4 | r & 3);

    /// <summary>The storage key.</summary>
    [RealMode]
    internal static int Key(ulong r) => (int)(r >> 57 & 0x18 | r >> 9 & 7);

    /// <summary>Whether no instruction may be fetched from the page.</summary>
    [RealMode]
    internal static bool IsNoExecute(ulong r) => (r & (NoExecute | Guarded)) != 0;
}
