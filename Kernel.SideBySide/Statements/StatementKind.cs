// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Statements;

/// <summary>What a statement is. A compound one counts as its head only; what it contains are statements of their own.</summary>
internal enum StatementKind
{
    /// <summary>An expression, or inline assembly.</summary>
    Simple,

    /// <summary>The declaration of locals.</summary>
    Declaration,

    /// <summary><c>if</c> and its condition.</summary>
    If,

    /// <summary><c>else</c>.</summary>
    Else,

    /// <summary><c>for</c> and its parenthesis, or a macro of the original that is a loop.</summary>
    For,

    /// <summary><c>while</c> and its condition, also behind <c>do</c>.</summary>
    While,

    /// <summary><c>do</c>.</summary>
    Do,

    /// <summary><c>switch</c> and its operand.</summary>
    Switch,

    /// <summary>A <c>case</c>, or <c>default</c>.</summary>
    Case,

    /// <summary>A label.</summary>
    Label,

    /// <summary><c>goto</c>.</summary>
    Goto,

    /// <summary><c>return</c>.</summary>
    Return,

    /// <summary><c>break</c>.</summary>
    Break,

    /// <summary><c>continue</c>.</summary>
    Continue,
}
