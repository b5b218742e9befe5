// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>Kinds of C tokens.</summary>
internal enum CTokenKind
{
    /// <summary>A name.</summary>
    Identifier,

    /// <summary>A keyword of the language or of the kernel's dialect.</summary>
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

    /// <summary>A preprocessor line, with its continuation lines.</summary>
    Directive,
}
