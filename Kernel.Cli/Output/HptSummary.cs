// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Cli.Output;

/// <summary>Counts over the entries of a dump that were shown.</summary>
internal sealed record HptSummary
{
    /// <summary>log2 of the table's bytes.</summary>
    public required int Order { get; init; }

    /// <summary>How many entries were shown.</summary>
    public required int Entries { get; init; }

    /// <summary>Of these, valid ones; all counts below are of valid entries.</summary>
    public required int Valid { get; init; }

    /// <summary>Entries that the guest marked as not to be evicted.</summary>
    public required int Bolted { get; init; }

    /// <summary>Entries in the group of the secondary hash.</summary>
    public required int Secondary { get; init; }

    /// <summary>Entries by page size.</summary>
    public required IReadOnlyDictionary<string, int> PageSizes { get; init; }

    /// <summary>Entries by segment size.</summary>
    public required IReadOnlyDictionary<string, int> SegmentSizes { get; init; }

    /// <summary>How many groups have 0, 1, ... 8 entries.</summary>
    public required IReadOnlyList<int> GroupFill { get; init; }

    /// <summary>Entries whose virtual address does not hash to the group that they are in, where the MMU would not find them.</summary>
    public required int Misplaced { get; init; }

    /// <summary>Counts entries of a table of this order.</summary>
    public static HptSummary Of(IEnumerable<IndexedHptEntry> entries, IHptFormat format, int order)
    {
        IndexedHptEntry[] all = [.. entries];
        IndexedHptEntry[] valid = [.. all.Where(entry => entry.Entry.IsValid)];
        int[] fill = new int[HptGeometry.GroupSize + 1];
        foreach (var group in valid.GroupBy(entry => entry.Group))
            fill[group.Count()]++;
        fill[0] = (int)HptGeometry.GroupCount(order) - fill.Sum();
        return new HptSummary
        {
            Order = order,
            Entries = all.Length,
            Valid = valid.Length,
            Bolted = valid.Count(entry => entry.Entry.IsBolted),
            Secondary = valid.Count(entry => entry.Entry.IsSecondary),
            PageSizes = valid.CountBy(entry => HptText.PageSize(entry.Entry, format.Decode(entry.Entry)))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            SegmentSizes = valid.CountBy(entry => HptText.SegmentSize(format.Decode(entry.Entry)))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            GroupFill = fill,
            Misplaced = valid.Count(entry =>
                !format.Decode(entry.Entry).TryGetSegmentOffset((ulong)entry.Group, entry.Entry.IsSecondary, order, out _)),
        };
    }
}
