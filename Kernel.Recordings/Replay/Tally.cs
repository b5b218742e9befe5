// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>Counts what happens during a replay. Counting allocates only when something is seen for the first time.</summary>
internal sealed class Tally(int maxMismatches)
{
    private readonly List<Entry>[] _calls = [.. Enumerable.Range(0, RecordKinds.Count).Select(_ => new List<Entry>(capacity: 8))];
    private readonly long[] _explained = new long[DifferenceReasons.Count];
    private readonly long[] _firstExplained = new long[DifferenceReasons.Count];
    private readonly List<Mismatch> _mismatches = [];

    /// <summary>Hypercalls made for records.</summary>
    public long Calls { get; private set; }

    /// <summary>Answers that were compared.</summary>
    public long Answers { get; set; }

    /// <summary>Stores of R and C that were compared.</summary>
    public long Stores { get; set; }

    /// <summary>Entries that calls removed or changed.</summary>
    public long Invalidations { get; set; }

    /// <summary>Differences that nothing explains.</summary>
    public long MismatchCount { get; private set; }

    /// <summary>Differences that follow from an earlier mismatch, which left the tables different.</summary>
    public long FollowingCount { get; private set; }

    /// <summary>The mismatches described.</summary>
    public IReadOnlyList<Mismatch> Mismatches => _mismatches;

    /// <summary>Counts a hypercall.</summary>
    public void Call(RecordKind kind, HypercallOutcome outcome)
    {
        Calls++;
        List<Entry> entries = _calls[(int)kind];
        foreach (Entry entry in entries)
        {
            if (entry.Outcome == outcome)
            {
                entry.Count++;
                return;
            }
        }
        entries.Add(new Entry(outcome) { Count = 1 });
    }

    /// <summary>Counts a difference that is explained.</summary>
    public void Explain(DifferenceReason reason, TraceRecord record)
    {
        if (_explained[(int)reason]++ == 0)
            _firstExplained[(int)reason] = record.Number;
    }

    /// <summary>Counts a difference that follows from an earlier mismatch.</summary>
    public void Follow() => FollowingCount++;

    /// <summary>Counts a difference that nothing explains.</summary>
    public void Mismatch(TraceRecord record, string difference)
    {
        MismatchCount++;
        if (_mismatches.Count < maxMismatches)
            _mismatches.Add(new Mismatch(record.Number, record.ToString(), difference));
    }

    /// <summary>How many calls of <paramref name="kind"/> were answered on <paramref name="path"/>.</summary>
    public long CallsOn(RecordKind kind, HypercallPath path) =>
        _calls[(int)kind].Where(entry => entry.Outcome.Path == path).Sum(entry => entry.Count);

    /// <summary>The hypercalls, by kind, then the most frequent first.</summary>
    public IReadOnlyList<CallCount> CallCounts() =>
    [
        .. _calls.SelectMany((entries, kind) => entries
            .OrderByDescending(entry => entry.Count)
            .Select(entry => new CallCount(
                ((RecordKind)kind).Name(), (long)entry.Outcome.Result,
                entry.Outcome.Result.Name, entry.Outcome.Path, entry.Count))),
    ];

    /// <summary>The explained differences, by reason.</summary>
    public IReadOnlyList<ExplainedDifference> Explanations() =>
    [
        .. Enum.GetValues<DifferenceReason>()
            .Where(reason => _explained[(int)reason] != 0)
            .Select(reason => new ExplainedDifference(reason, reason.Describe(), _explained[(int)reason], _firstExplained[(int)reason])),
    ];

    private sealed class Entry(HypercallOutcome outcome)
    {
        public HypercallOutcome Outcome { get; } = outcome;

        public long Count { get; set; }
    }
}
