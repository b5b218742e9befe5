// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>What a token of C stands for, as far as its neighbours tell.</summary>
internal static class CTokens
{
    /// <summary>Whether there is such a token, and it is this operator, bracket or word of the language.</summary>
    public static bool IsAt(this IReadOnlyList<CToken> tokens, int at, string text) => at >= 0 && at < tokens.Count && tokens[at].Is(text);

    /// <summary>Whether it is the name of what is called, or declared as a function.</summary>
    public static bool IsCallee(this IReadOnlyList<CToken> tokens, int at) => tokens[at].Kind == CTokenKind.Identifier && tokens.IsAt(at + 1, "(");

    /// <summary>Whether it is the name of a struct, a union or an enumeration.</summary>
    public static bool IsTag(this IReadOnlyList<CToken> tokens, int at) => tokens[at].Kind == CTokenKind.Identifier
        && (tokens.IsAt(at - 1, "struct") || tokens.IsAt(at - 1, "union") || tokens.IsAt(at - 1, "enum"));
}
