// SPDX-License-Identifier: GPL-2.0-only
using System.Net;
using System.Text;

namespace Kernel.SideBySide.Site;

/// <summary>Text as HTML.</summary>
internal static class Html
{
    /// <summary>Text that may hold anything.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The lines of a text, coloured. A stretch that goes over several lines is closed and opened again at each.</summary>
    /// <param name="text">The text, with line feeds.</param>
    /// <param name="spans">Its coloured stretches, in order and apart.</param>
    public static IReadOnlyList<string> Lines(string text, IEnumerable<Span> spans)
    {
        List<string> lines = [];
        StringBuilder line = new();
        int at = 0;
        foreach (Span span in spans)
        {
            if (span.Start < at)
                continue;
            Append(text[at..span.Start], open: "", close: "");
            string close = span.Link is null ? "</i>" : "</a>";
            Append(text.Substring(span.Start, span.Length), span.Link is null ? $"<i class={span.Class}>" : $"<a class={span.Class} href=\"{Escape(span.Link)}\">", close);
            at = span.Start + span.Length;
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
