// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>One token of C.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins in the file's text.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="EndLine">The line on which it ends.</param>
internal readonly record struct CToken(CTokenKind Kind, int Start, string Text, int Line, int EndLine)
{
    /// <summary>Whether it means something to the compiler.</summary>
    public bool IsCode => Kind is not (CTokenKind.Comment or CTokenKind.Directive);

    /// <summary>Whether it is this operator, bracket or word of the language.</summary>
    public bool Is(string text) => (Kind is CTokenKind.Punctuator or CTokenKind.Keyword) && Text == text;
}
