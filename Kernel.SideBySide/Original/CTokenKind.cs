// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>What a token of C is.</summary>
internal enum CTokenKind
{
    /// <summary>A name.</summary>
    Identifier,

    /// <summary>A word of the language, or of the dialect that the kernel is written in.</summary>
    Keyword,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, with its quotes.</summary>
    String,

    /// <summary>A character constant, with its quotes.</summary>
    Character,

    /// <summary>An operator or a bracket.</summary>
    Punctuator,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A line for the preprocessor, with the lines that continue it.</summary>
    Directive,
}
