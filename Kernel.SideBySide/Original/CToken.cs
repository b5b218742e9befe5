// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>A token of C.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Start">Index of its first character in the file's text.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="EndLine">The line on which it ends.</param>
internal readonly record struct CToken(CTokenKind Kind, int Start, string Text, int Line, int EndLine)
{
    /// <summary>Whether it is neither a comment nor a directive.</summary>
    public bool IsCode => Kind is not (CTokenKind.Comment or CTokenKind.Directive);

    /// <summary>Whether it is a given operator, bracket or keyword.</summary>
    public bool Is(string text) => (Kind is CTokenKind.Punctuator or CTokenKind.Keyword) && Text == text;
}
