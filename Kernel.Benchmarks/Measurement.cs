// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>What one process found for one method.</summary>
/// <param name="Operation">What was measured.</param>
/// <param name="Implementation">On which side.</param>
/// <param name="Hot">Whether the calls stayed in 64 groups.</param>
/// <param name="Nanoseconds">For one operation, in the iteration that was disturbed least.</param>
internal sealed record Measurement(Operation Operation, Implementation Implementation, bool Hot, double Nanoseconds);
