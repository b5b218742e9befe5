// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Vectors;

/// <summary>An operation whose result differs from the recorded one.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Operation">The line itself: the operation, its arguments and both recorded results.</param>
/// <param name="Expected">The recorded result of the variant, as JSON.</param>
/// <param name="Actual">The port's result, as JSON.</param>
public sealed record VectorMismatch(int Line, string Operation, string Expected, string Actual);
