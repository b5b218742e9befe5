// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>
/// Where a hashed page table is and how large (Power ISA 2.06 Book III-S, 5.7.7.1 and 5.7.7.2). A table of order n has 2^n bytes: entries
/// of 16 bytes, eight to a group.
/// </summary>
public static class HptGeometry
{
    /// <summary>The smallest table of the architecture: 256 KiB.</summary>
    public const int MinOrder = 18;

    /// <summary>The largest table that is read or written here: 1 GiB.</summary>
    public const int MaxOrder = 30;

    /// <summary>Entries in a group.</summary>
    public const int GroupSize = 8;

    /// <summary>Bytes in an entry.</summary>
    public const int EntryBytes = 16;

    private const ulong SizeField = 0x1f;           // HTABSIZE in SDR1
    private const ulong OriginField = ~0x3fffful;   // HTABORG in SDR1
    private const int EntryShift = 4;
    private const int GroupShift = 7;

    /// <summary>How many entries a table of <paramref name="order"/> has.</summary>
    public static ulong EntryCount(int order) => 1UL << (order - EntryShift);

    /// <summary>How many groups a table of <paramref name="order"/> has.</summary>
    [RealMode]
    public static ulong GroupCount(int order) => 1UL << (order - GroupShift);

    /// <summary>The order of the table that SDR1 describes.</summary>
    [RealMode]
    public static int OrderOf(ulong sdr1) => (int)(sdr1 & SizeField) + MinOrder;

    /// <summary>The real address of the table that SDR1 describes.</summary>
    [RealMode]
    public static ulong OriginOf(ulong sdr1) => sdr1 & OriginField;

    /// <summary>The group where a page with this hash belongs first (5.7.7.3).</summary>
    [RealMode]
    public static ulong PrimaryGroup(ulong hash, int order) => hash & (GroupCount(order) - 1);

    /// <summary>The group where a page with this hash belongs when its primary group is full (5.7.7.3).</summary>
    [RealMode]
    public static ulong SecondaryGroup(ulong hash, int order) => ~hash & (GroupCount(order) - 1);
}
