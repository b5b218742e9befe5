// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>The result of building the baseline.</summary>
/// <param name="Library">The path of the shared library; null if it could not be built.</param>
/// <param name="Explanation">The compiler and its options, or why there is no library.</param>
internal sealed record CompilerOutcome(string? Library, string Explanation);
