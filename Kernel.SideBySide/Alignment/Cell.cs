// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>One line in one column.</summary>
/// <param name="Line">Its number in its file, from 1; 0 for an empty cell.</param>
/// <param name="State">How it relates to the other column.</param>
/// <param name="Reason">On the first line of a departure, why it departs from the original; else null.</param>
internal readonly record struct Cell(int Line, LineState State, string? Reason = null)
{
    /// <summary>A cell without a line.</summary>
    public static Cell Empty { get; } = new(0, LineState.Empty);
}
