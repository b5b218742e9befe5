// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Formats.Compact;

/// <summary>
/// The columns of a chunk of records, in the order in which they stand in it. docs/recording-format.md says what each holds.
/// </summary>
internal enum Column
{
    Kinds,
    Vcpus,
    Flags,
    Slots,
    Picks,
    FirstHigh,
    FirstLow,
    SecondHigh,
    SecondLow,
    Avpns,
    Results,
    Shapes,
    Requests,
    Answers,
    Words,
    Fingerprints,
}
