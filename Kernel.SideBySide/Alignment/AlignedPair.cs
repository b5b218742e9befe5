// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>A statement of the C and its counterpart in the port.</summary>
/// <param name="C">The statement of the original.</param>
/// <param name="Port">The statement of the port.</param>
/// <param name="Likeness">From <see cref="Aligner.Threshold"/> to 1, which means the same words and operators.</param>
internal readonly record struct AlignedPair(Statement C, Statement Port, double Likeness);
