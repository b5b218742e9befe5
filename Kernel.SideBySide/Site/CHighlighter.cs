// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;
using Kernel.SideBySide.Original;

namespace Kernel.SideBySide.Site;

/// <summary>Highlights C.</summary>
internal static class CHighlighter
{
    /// <summary>The highlighted spans of a file, in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="linkTo">Gives the address of a function by its name, or null.</param>
    public static IEnumerable<HighlightedSpan> Spans(CFile file, Func<string, string?> linkTo)
    {
        IReadOnlyList<CToken> tokens = file.Tokens;
        for (int at = 0; at < tokens.Count; at++)
        {
            CToken token = tokens[at];
            bool isCall = tokens.IsCallee(at);
            string? style = token.Kind switch
            {
                CTokenKind.Comment => "m",
                CTokenKind.Directive => "d",
                CTokenKind.Keyword => "k",
                CTokenKind.String or CTokenKind.Character => "s",
                CTokenKind.Number => "num",
                CTokenKind.Identifier when isCall => "f",
                CTokenKind.Identifier when tokens.IsTag(at) => "t",
                _ => null,
            };
            if (style is not null)
                yield return new HighlightedSpan(token.Start, token.Text.Length, style, isCall ? linkTo(token.Text) : null);
        }
    }
}
