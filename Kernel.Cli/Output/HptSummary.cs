// SPDX-License-Identifier: GPL-2.0-only
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
}
