// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Alignment;

/// <summary>How one line of one column stands to the other column.</summary>
internal enum LineState
{
    /// <summary>No line here.</summary>
    Empty,

    /// <summary>A comment, a brace, a blank line: nothing to compare.</summary>
    Text,

    /// <summary>A statement whose counterpart has the same words.</summary>
    Same,

    /// <summary>A statement whose counterpart differs in words.</summary>
    Near,

    /// <summary>A departure of the port that is marked as one, with or without a counterpart.</summary>
    Departure,

    /// <summary>A statement without a counterpart.</summary>
    Only,
}
