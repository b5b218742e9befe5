// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>How often port and recording differed for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Description">The reason in words.</param>
/// <param name="Count">How many answers; of H_READ and H_BULK_REMOVE, entries.</param>
/// <param name="FirstRecord">The number of the first record that showed it.</param>
public sealed record ExplainedDifference(DifferenceReason Reason, string Description, long Count, long FirstRecord);
