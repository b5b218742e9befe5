// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

/// <summary>
/// One entry of the SLB, as the operands of slbmte lay it out (Power ISA 2.06 Book III-S, 5.9.3.1).
/// </summary>
internal struct SlbEntry
{
    internal const ulong Valid = 0x0800_0000;

    private const int SegmentSizeShift = 62;
    private const int Vsid256MShift = 12;
    private const int Vsid1TShift = 24;
    private const ulong VsidField = 0x3fff_ffff_ffff_f000;
    private const ulong Ks = 0x800;
    private const ulong Kp = 0x400;
    private const ulong N = 0x200;
    private const ulong PageSize = 0x130;       // L and LP

    /// <summary>RB: ESID, V. The index is not kept.</summary>
    internal ulong Esid;

    /// <summary>RS: B, VSID, Ks, Kp, N, L, C, LP.</summary>
    internal ulong Vsid;

    /// <summary>Whether it is valid and covers an effective address.</summary>
    [RealMode]
    internal readonly bool Covers(ulong address) => (Esid & Valid) != 0 && (Esid ^ address) >> (IsOneTerabyte ? 40 : 28) == 0;

    /// <summary>The segment that it describes.</summary>
    [RealMode]
    internal readonly Segment ToSegment() => new()
    {
        Tag = Vsid & (VsidField | 3ul << SegmentSizeShift),
        Vsid = (Vsid & VsidField) >> (IsOneTerabyte ? Vsid1TShift : Vsid256MShift),
        IsOneTerabyte = IsOneTerabyte,
        PageShift = PageShift(Vsid & PageSize),
        KeyInSupervisorState = (Vsid & Ks) != 0,
        KeyInProblemState = (Vsid & Kp) != 0,
        IsNoExecute = (Vsid & N) != 0,
    };

    /// <summary>log2 of the page size that L and LP select: 4 KB, 64 KB or 16 MB; 0 for a reserved combination.</summary>
    [RealMode]
    internal static int PageShift(ulong lAndLp) => lAndLp switch
    {
        0 => 12,
        0x100 => 24,
        0x110 => 16,
        _ => 0,
    };

    private readonly bool IsOneTerabyte
    {
        [RealMode]
        get => Vsid >> SegmentSizeShift == 1;
    }
}
