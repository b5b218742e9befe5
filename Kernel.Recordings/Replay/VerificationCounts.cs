// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>What was compared with the recording.</summary>
/// <param name="Answers">Answers of hypercalls, each with its result and everything that it returned.</param>
/// <param name="Stores">Stores of R and C, each with the byte that it left.</param>
/// <param name="MarksByFingerprint">Marks, the end included, at which the port's table had the recorded fingerprint.</param>
/// <param name="MarksByEntry">
/// Marks at which refused entries made the tables differ: each entry was compared with the recorded table, rebuilt from the records, which
/// had the recorded fingerprint.
/// </param>
/// <param name="FinalTable">How the table at the end was compared.</param>
/// <param name="FinalEntriesCompared">Entries of it that were compared.</param>
/// <param name="FinalEntriesRefused">Entries of it that the port does not have because it refused them.</param>
/// <param name="FinalEntriesMoved">Entries of it that the port has in another slot of the group.</param>
public sealed record VerificationCounts(
    long Answers,
    long Stores,
    int MarksByFingerprint,
    int MarksByEntry,
    FinalTableCheck FinalTable,
    int FinalEntriesCompared,
    int FinalEntriesRefused,
    int FinalEntriesMoved);
