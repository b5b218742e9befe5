// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Replay;

/// <summary>A difference between port and recording that nothing explains.</summary>
/// <param name="Record">The number of the record; the first is 1.</param>
/// <param name="Line">The record, as a line of the CSV form.</param>
/// <param name="Difference">What was found and what the recording says.</param>
public sealed record Mismatch(long Record, string Line, string Difference);
