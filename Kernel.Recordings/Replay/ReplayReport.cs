// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>What happened when a recording was played.</summary>
public sealed record ReplayReport
{
    /// <summary>The recording's name.</summary>
    public required string Recording { get; init; }

    /// <summary>The recording's comments.</summary>
    public required IReadOnlyList<string> Comments { get; init; }

    /// <summary>Which errata were as written: <c>corrected</c> for none.</summary>
    public required string Errata { get; init; }

    /// <summary>log2 of the host's page size.</summary>
    public required int PageShift { get; init; }

    /// <summary>Bytes of the guest's memory.</summary>
    public required ulong MemoryBytes { get; init; }

    /// <summary>log2 of the bytes of the hashed page table.</summary>
    public required int Order { get; init; }

    /// <summary>Virtual processors that the recording named.</summary>
    public required int Vcpus { get; init; }

    /// <summary>Records played.</summary>
    public required long Records { get; init; }

    /// <summary>Whether the last record was played.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Hypercalls played.</summary>
    public required long Hypercalls { get; init; }

    /// <summary>Hypercalls by kind, result and who answered.</summary>
    public required IReadOnlyList<CallCount> Calls { get; init; }

    /// <summary>What was put into the table.</summary>
    public required EntryCounts Entered { get; init; }

    /// <summary>Pages pinned.</summary>
    public required PinCounts Pins { get; init; }

    /// <summary>The table when it was fullest.</summary>
    public required TableOccupancy Peak { get; init; }

    /// <summary>The table at the end.</summary>
    public required TableOccupancy End { get; init; }

    /// <summary>Invalidations.</summary>
    public required InvalidationCounts Invalidations { get; init; }

    /// <summary>What was compared.</summary>
    public required VerificationCounts Verification { get; init; }

    /// <summary>Differences that are explained, by reason.</summary>
    public required IReadOnlyList<ExplainedDifference> Explained { get; init; }

    /// <summary>How many differences nothing explains.</summary>
    public required long MismatchCount { get; init; }

    /// <summary>The first mismatches.</summary>
    public required IReadOnlyList<Mismatch> Mismatches { get; init; }

    /// <summary>
    /// How many differences only follow from mismatches, which left the two tables different. Not in <see cref="MismatchCount"/>.
    /// </summary>
    public required long FollowingCount { get; init; }

    /// <summary>Time and memory.</summary>
    public required ResourceUse Cost { get; init; }

    /// <summary>Whether the port did all that was recorded, explained differences aside.</summary>
    public bool IsMatch => MismatchCount == 0;
}
