// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>How full the table was at one moment.</summary>
/// <param name="Record">The number of the record after which it was so.</param>
/// <param name="ValidEntries">Entries that were valid.</param>
/// <param name="TotalEntries">Entries in the table.</param>
/// <param name="GroupFill">How many groups had 0, 1, ... 8 valid entries.</param>
public sealed record TableOccupancy(long Record, int ValidEntries, int TotalEntries, IReadOnlyList<int> GroupFill);
