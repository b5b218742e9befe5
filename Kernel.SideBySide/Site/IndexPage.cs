// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.Pages;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;

namespace Kernel.SideBySide.Site;

/// <summary>The content of the first page: all files with their figures, and the functions in which each erratum shows.</summary>
internal static class IndexPage
{
    private const string Legend =
        """
        <ul class="legend" aria-label="Colours of the lines">
        <li class="same">the same words on both sides</li>
        <li class="near">counterparts that differ in words</li>
        <li class="dep">a departure, marked <code>PORT:</code> with its reason, and what it replaces</li>
        <li class="only">no counterpart and no reason</li>
        </ul>

        """;

    /// <summary>Makes the content, as HTML.</summary>
    public static string Of(Comparison comparison)
    {
        StringBuilder html = new();
        html.Append("<h1>The C and its port, side by side</h1>\n");
        html.Append(SourceOf(comparison));
        html.Append(Legend);
        AppendFiles(html, [.. comparison.Files.Where(file => file.Functions.Count > 0)], comparison.Tree is not null);
        AppendHeaders(html, [.. comparison.Files.Where(file => file.Functions.Count == 0)]);
        AppendErrata(html, comparison);
        return html.ToString();
    }

    private static string SourceOf(Comparison comparison) => comparison.Tree is { } tree
        ? $"<p class=\"source\">The C is read from {Html.Escape(tree)}. "
            + $"The port follows Linux at commit <code>{OriginalInventory.Commit}</code>; "
            + "each function's text is compared with the hash of what was ported.</p>\n"
        : $"<p class=\"source\">The port of Linux at commit <code>{OriginalInventory.Commit}</code> and its citations. "
            + "Name a Linux tree with <code>--linux</code> to see the C beside it.</p>\n";

    private static void AppendFiles(StringBuilder html, IReadOnlyList<FileComparison> files, bool hasC)
    {
        html.Append("<h2>Files</h2>\n<div class=\"scroll\"><table class=\"files\">\n<thead><tr><th>File</th><th>Ported</th>");
        if (hasC)
            html.Append("<th>C as ported</th>");
        html.Append($"{Figures.Heads(hasC)}<th>Departures</th></tr></thead>\n<tbody>\n");
        foreach (FileComparison file in files)
        {
            html.Append($"<tr><td>{LinkTo(file)}</td><td>{Coverage(file)}</td>");
            if (hasC)
                html.Append($"<td>{AsPorted(file)}</td>");
            html.Append($"{Figures.Cells(file.Figures, file.FromInventory, hasC)}<td>{file.Departures.Count}</td></tr>\n");
        }
        html.Append("</tbody></table></div>\n");
        if (files.Any(file => file.FromInventory is null))
        {
            html.Append("<p class=\"source\">Files without a count of the C as ported cite Linux 3.6, ");
            html.Append("whose lines the inventory does not have, or assembly.</p>\n");
        }
    }

    private static void AppendHeaders(StringBuilder html, IReadOnlyList<FileComparison> files)
    {
        html.Append("<h2>Headers</h2>\n<p>They have declarations, and functions that forward to the simulated rest of Linux; ");
        html.Append("there is nothing in them to align.</p>\n<ul class=\"headers\">\n");
        foreach (FileComparison file in files)
            html.Append($"<li>{LinkTo(file)}</li>\n");
        html.Append("</ul>\n");
    }

    private static string LinkTo(FileComparison file) =>
        $"<a href=\"{FunctionLinks.PageOf(file.Port.Path)}\"><code>{Html.Escape(file.Port.Path)}</code></a>";

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

    private static void AppendErrata(StringBuilder html, Comparison comparison)
    {
        IEnumerable<(string Erratum, PortFunction Function)> places = comparison.Files
            .SelectMany(file => file.Port.Functions)
            .SelectMany(function => function.Errata, (function, erratum) => (erratum, function));
        IEnumerable<IGrouping<string, PortFunction>> errata = places
            .GroupBy(place => place.Erratum, place => place.Function)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        html.Append("<h2 id=\"errata\">Errata</h2>\n<p>Numbered defects of the original, and the functions in which they show.</p>\n");
        html.Append("<dl class=\"errata\">\n");
        foreach (IGrouping<string, PortFunction> erratum in errata)
        {
            html.Append($"<dt id=\"{erratum.Key}\"><span class=\"badge erratum\">{erratum.Key}</span></dt><dd>");
            html.AppendJoin(", ", erratum.Select(LinkTo).Distinct());
            html.Append("</dd>\n");
        }
        html.Append("</dl>\n");
    }

    private static string LinkTo(PortFunction function) =>
        $"<a href=\"{FunctionLinks.PageOf(function.File.Path)}#p{function.NameLine}\"><code>{function.Name}</code></a>";
}
