// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>The result of one method in one process.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Implementation">The implementation.</param>
/// <param name="Hot">Whether the calls were limited to 64 groups.</param>
/// <param name="Nanoseconds">Time of one operation in the fastest iteration.</param>
internal sealed record Measurement(Operation Operation, Implementation Implementation, bool Hot, double Nanoseconds);
