// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>
/// How a line of one column relates to the other column. A line that several statements share has the highest of their states.
/// </summary>
internal enum LineState
{
    /// <summary>The cell has no line.</summary>
    Empty,

    /// <summary>A comment, a brace or a blank line, which is not compared.</summary>
    Text,

    /// <summary>A statement whose counterpart has the same words and operators.</summary>
    Same,

    /// <summary>A statement whose counterpart differs in words or operators.</summary>
    Near,

    /// <summary>
    /// A statement of the port that is marked as a departure, with or without a counterpart, or one of the C that such a departure
    /// replaces.
    /// </summary>
    Departure,

    /// <summary>A statement without a counterpart and without a reason.</summary>
    Only,
}
