// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.SideBySide.Original;

/// <summary>Tells what a token is used for, from its neighbours.</summary>
internal static class CTokens
{
    /// <summary>Whether there is a token at this index and it is a given operator, bracket or keyword.</summary>
    public static bool IsAt(this IReadOnlyList<CToken> tokens, int at, string text) => at >= 0 && at < tokens.Count && tokens[at].Is(text);

    /// <summary>Whether the token is a name before a parenthesis: that of a function that is called or declared.</summary>
    public static bool IsCallee(this IReadOnlyList<CToken> tokens, int at) =>
        tokens[at].Kind == CTokenKind.Identifier && tokens.IsAt(at + 1, "(");

    /// <summary>Whether the token is the tag of a struct, union or enum.</summary>
    public static bool IsTag(this IReadOnlyList<CToken> tokens, int at) => tokens[at].Kind == CTokenKind.Identifier
        && (tokens.IsAt(at - 1, "struct") || tokens.IsAt(at - 1, "union") || tokens.IsAt(at - 1, "enum"));
}
