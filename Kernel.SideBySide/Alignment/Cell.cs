// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>One line in one column.</summary>
/// <param name="Line">Its number in its file, from 1; 0 if there is none.</param>
/// <param name="State">How it stands to the other column.</param>
/// <param name="Reason">Why it departs from the original, on the first line of a departure.</param>
internal readonly record struct Cell(int Line, LineState State, string? Reason = null)
{
    /// <summary>No line.</summary>
    public static Cell Empty { get; } = new(0, LineState.Empty);
}
