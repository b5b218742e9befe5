// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Statements;

/// <summary>Kinds of statements. A compound statement counts as its head only; the statements in it are counted separately.</summary>
internal enum StatementKind
{
    /// <summary>An expression, or inline assembly.</summary>
    Simple,

    /// <summary>The declaration of one local variable.</summary>
    Declaration,

    /// <summary><c>if</c> and its condition.</summary>
    If,

    /// <summary><c>else</c>.</summary>
    Else,

    /// <summary><c>for</c> and its parenthesis, or a loop macro of the original such as <c>list_for_each_entry</c>.</summary>
    For,

    /// <summary><c>while</c> and its condition, also after <c>do</c>.</summary>
    While,

    /// <summary><c>do</c>.</summary>
    Do,

    /// <summary><c>switch</c> and its operand.</summary>
    Switch,

    /// <summary><c>case</c> and its value, or <c>default</c>.</summary>
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
