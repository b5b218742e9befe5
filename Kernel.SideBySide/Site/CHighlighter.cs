// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;

namespace Kernel.SideBySide.Site;

/// <summary>Colours C.</summary>
internal static class CHighlighter
{
    /// <summary>The coloured stretches of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="linkTo">Where a callee is, or null.</param>
    public static IEnumerable<Span> Spans(CFile file, Func<string, string?> linkTo)
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
                yield return new Span(token.Start, token.Text.Length, style, isCall ? linkTo(token.Text) : null);
        }
    }
}
