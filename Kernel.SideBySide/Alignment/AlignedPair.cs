// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>A statement of the C and the one of the port that stands beside it.</summary>
/// <param name="C">The original's.</param>
/// <param name="Port">The port's.</param>
/// <param name="Likeness">1 if their words are the same.</param>
internal readonly record struct AlignedPair(Statement C, Statement Port, double Likeness);
