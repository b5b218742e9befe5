// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.PageTables;
using Kernel.Recordings.Dumps;

namespace Kernel.Recordings.Replay;

/// <summary>How to play a recording.</summary>
public sealed record ReplayOptions
{
    /// <summary>The guest's memory where the recording does not say: 2 GiB.</summary>
    public const ulong DefaultMemoryBytes = 2UL << 30;

    /// <summary>Which of the original's defects show as they were written. All are corrected by default.</summary>
    public ErrataSet Errata { get; init; } = ErrataSet.Corrected;

    /// <summary>log2 of the host's page size: 12 or 16.</summary>
    public int PageShift { get; init; } = 16;

    /// <summary>
    /// Whether each virtual processor runs on a thread of its own, through KVM_RUN, and makes its calls from inside the guest, in the
    /// recorded order; otherwise they are issued one by one from outside, which is faster.
    /// </summary>
    public bool RunsVcpus { get; init; }

    /// <summary>Stop after the record of this number; null plays them all. The final table is then not compared.</summary>
    public long? StopAt { get; init; }

    /// <summary>The table that the recording should end with, where the recording does not bring one, or to use another one.</summary>
    public HptImage? FinalTable { get; init; }

    /// <summary>Write the table as it is at the end to this file (<see cref="HptDumpWriter.Create"/>); null writes none.</summary>
    public string? DumpPath { get; init; }

    /// <summary>
    /// Write how many pages are pinned to this file, as CSV: <c>hypercall,whenNeeded,atRegistration</c>, a line for the beginning, one for
    /// each hypercall that pinned a page, one for the end. The last column is what the kernel before the ported commit would have pinned.
    /// Null writes none.
    /// </summary>
    public string? PinsPath { get; init; }

    /// <summary>Whether files that exist may be replaced by these two.</summary>
    public bool ReplacesFiles { get; init; }

    /// <summary>How many mismatches, and how many differing entries of a table, the report describes; all are counted.</summary>
    public int MaxMismatches { get; init; } = 20;
}
