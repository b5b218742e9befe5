// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>What became of the baseline's source.</summary>
/// <param name="Library">The shared library, or null.</param>
/// <param name="Explanation">The command that built it, or why there is none.</param>
internal sealed record CompilerOutcome(string? Library, string Explanation);
