// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide.Site;

/// <summary>The first page: all files with their figures, and where each erratum shows.</summary>
internal static class IndexPage
{
    /// <summary>The page as HTML.</summary>
    public static string Of(Comparison comparison)
    {
        StringBuilder html = new();
        html.Append("<h1>The C and its port, side by side</h1>\n");
        html.Append(comparison.Tree is { } tree
            ? $"<p class=\"source\">The C is read from {Html.Escape(tree)}. The port follows Linux at commit <code>{OriginalInventory.Commit}</code>; each function's text is compared with the hash of what was ported.</p>\n"
            : $"<p class=\"source\">The port of Linux at commit <code>{OriginalInventory.Commit}</code> and its citations. Name a Linux tree with <code>--linux</code> to see the C beside it.</p>\n");
        html.Append(Legend);
        FilesTable(html, comparison);
        Errata(html, comparison);
        return SitePage.Of("Kernel: the C and its port", "", html.ToString());
    }

    private const string Legend =
        """
        <ul class="legend" aria-label="Colours of the lines">
        <li class="same">the same words on both sides</li>
        <li class="near">counterparts that differ in words</li>
        <li class="dep">a departure, marked <code>PORT:</code> with its reason</li>
        <li class="only">no counterpart</li>
        </ul>

        """;

    private static void FilesTable(StringBuilder html, Comparison comparison)
    {
        bool hasC = comparison.Tree is not null;
        foreach (IGrouping<bool, FileComparison> group in comparison.Files.GroupBy(file => file.Functions.Count > 0).OrderByDescending(group => group.Key))
        {
            if (!group.Key)
            {
                html.Append("<h2>Headers</h2>\n<p>They declare, and forward to what stands in for the rest of Linux; there is no function in them to align.</p>\n<ul class=\"headers\">\n");
                foreach (FileComparison file in group)
                    html.Append($"<li><a href=\"{SiteLinks.PageOf(file.Port.Path)}\"><code>{Html.Escape(file.Port.Path)}</code></a></li>\n");
                html.Append("</ul>\n");
                continue;
            }
            html.Append($"<h2>Files</h2>\n<div class=\"scroll\"><table class=\"files\">\n<thead><tr><th>File</th><th>Ported</th>{(hasC ? "<th>C as ported</th>" : "")}{Figures.Heads(hasC)}<th>Departures</th></tr></thead>\n<tbody>\n");
            foreach (FileComparison file in group)
                html.Append($"<tr><td><a href=\"{SiteLinks.PageOf(file.Port.Path)}\"><code>{Html.Escape(file.Port.Path)}</code></a></td><td>{Coverage(file)}</td>{(hasC ? $"<td>{AsPorted(file)}</td>" : "")}{Figures.Cells(file.Figures, file.FromInventory, hasC)}<td>{file.Departures.Count}</td></tr>\n");
            html.Append("</tbody></table></div>\n");
            if (group.Any(file => file.FromInventory is null))
                html.Append("<p class=\"source\">Files without a count of the C as ported cite Linux 3.6, whose lines the inventory does not have, or assembly.</p>\n");
        }
    }

    private static string Coverage(FileComparison file)
    {
        int inventory = OriginalInventory.Functions.Count(function => function.File == file.Port.Original);
        return inventory == 0 ? $"{file.Functions.Count}" : $"{inventory - file.LeftOut.Count} of {inventory}";
    }

    private static string AsPorted(FileComparison file)
    {
        int known = file.Functions.Count(function => function.FromInventory is not null);
        int same = file.Functions.Count(function => function.State is OriginalState.Same or OriginalState.Moved);
        return known == 0 ? "–" : $"<span class=\"badge {(same == known ? "good" : "bad")}\">{same} of {known}</span>";
    }

    private static void Errata(StringBuilder html, Comparison comparison)
    {
        IEnumerable<(string Erratum, PortFunction Function)> places =
            from file in comparison.Files from function in file.Port.Functions from erratum in function.Errata select (erratum, function);
        html.Append("<h2 id=\"errata\">Errata</h2>\n<p>Numbered defects of the original, and the functions in which they show.</p>\n<dl class=\"errata\">\n");
        foreach (IGrouping<string, PortFunction> erratum in places.GroupBy(place => place.Erratum, place => place.Function).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            html.Append($"<dt id=\"{erratum.Key}\"><span class=\"badge erratum\">{erratum.Key}</span></dt><dd>");
            html.AppendJoin(", ", erratum.Select(function => $"<a href=\"{SiteLinks.PageOf(function.File.Path)}#p{function.NameLine}\"><code>{function.Name}</code></a>").Distinct());
            html.Append("</dd>\n");
        }
        html.Append("</dl>\n");
    }
}
