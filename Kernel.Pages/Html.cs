// SPDX-License-Identifier: GPL-2.0-only
using System.Net;
using System.Text;

namespace Kernel.Pages;

/// <summary>Turns text into HTML.</summary>
public static class Html
{
    /// <summary>Escapes a text, so that it can stand between tags and inside quoted attributes.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>
    /// Splits a text into lines of HTML with its highlighted spans as elements. Each line is complete in itself: the element of a span that
    /// covers several lines is closed at the end of each line and opened again on the next.
    /// </summary>
    /// <param name="text">The text, not escaped; its lines end in line feeds.</param>
    /// <param name="spans">The spans by ascending start. A span that overlaps an earlier one is ignored.</param>
    /// <returns>One element per line, without the line feeds.</returns>
    public static IReadOnlyList<string> Lines(string text, IEnumerable<HighlightedSpan> spans)
    {
        List<string> lines = [];
        StringBuilder line = new();
        int at = 0;
        foreach (HighlightedSpan span in spans)
        {
            if (span.Start < at)
                continue;
            Append(text[at..span.Start], open: "", close: "");
            at = span.Start + span.Length;
            string part = text[span.Start..at];
            if (span.Link is null)
                Append(part, $"<i class={span.Class}>", "</i>");
            else
                Append(part, $"<a class={span.Class} href=\"{Escape(span.Link)}\">", "</a>");
        }
        Append(text[at..], open: "", close: "");
        lines.Add(line.ToString());
        return lines;

        void Append(string part, string open, string close)
        {
            string[] parts = part.Split('\n');
            for (int i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                {
                    lines.Add(line.ToString());
                    line.Clear();
                }
                if (parts[i].Length > 0)
                    line.Append(open).Append(Escape(parts[i])).Append(close);
            }
        }
    }
}
