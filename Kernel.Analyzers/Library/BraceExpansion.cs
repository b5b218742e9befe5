// SPDX-License-Identifier: MIT
namespace Kernel.Analyzers.Library;

/// <summary>Brace expansion as in the shell: <c>a{b,c}d</c> expands to <c>abd</c> and <c>acd</c>. Braces do not nest.</summary>
internal static class BraceExpansion
{
    public static IEnumerable<string> Of(string text)
    {
        var open = text.IndexOf('{');
        if (open < 0)
            return [text];

        var close = text.IndexOf('}', open);
        var head = text.Substring(0, open);
        var choices = text.Substring(open + 1, close - open - 1).Split(',');
        return Of(text.Substring(close + 1)).SelectMany(tail => choices.Select(choice => head + choice + tail));
    }
}
