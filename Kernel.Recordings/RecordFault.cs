// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings;

/// <summary>What is wrong with a record.</summary>
/// <param name="Problem">What was found, with its value.</param>
/// <param name="Expected">What would have been right.</param>
internal readonly record struct RecordFault(string Problem, string Expected);
