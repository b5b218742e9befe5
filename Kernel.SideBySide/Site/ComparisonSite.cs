// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Port;
using Kernel.SideBySide.Sources;

namespace Kernel.SideBySide.Site;

/// <summary>The comparison as a site: a page for each file of the port zone, and a first page with all figures.</summary>
internal static class ComparisonSite
{
    private const string Writer = "kvmhv sidebyside";

    private static readonly SiteDesign Design = new()
    {
        Name = "Side by side",
        SearchHint = "function, file, erratum, reason of a departure",
        SearchAction = "search functions, files, errata and departures",
        Buttons = [new SiteButton("view", "Columns", "Which columns", "v")],
        Keys =
        [
            new SiteKey(["j", "k"], "next, previous function"),
            new SiteKey(["n", "p"], "next, previous difference"),
            new SiteKey(["v"], "both columns, the C alone, the C# alone"),
        ],
        Style = Resources.Text("site/columns.css"),
        Script = Resources.Text("site/columns.js"),
    };

    /// <summary>Whether the site can be written to a folder without touching files of others (<see cref="SiteFolder.IsFree"/>).</summary>
    public static bool IsFree(string folder) => new SiteFolder(folder, Writer).IsFree;

    /// <summary>Writes the site to a folder (<see cref="SiteFolder.Write"/>).</summary>
    /// <exception cref="IOException">The folder is not free or cannot be written.</exception>
    public static void Write(string folder, Comparison comparison) => new SiteFolder(folder, Writer).Write(Build(comparison));

    /// <summary>Makes all files of the site: text by path from its root, with slashes.</summary>
    public static IReadOnlyDictionary<string, string> Build(Comparison comparison)
    {
        FunctionLinks links = new(comparison);
        SiteBuilder site = new(Design);
        site.AddPage("index.html", "Kernel: the C and its port", IndexPage.Of(comparison));
        foreach (FileComparison file in comparison.Files)
        {
            site.AddPage(FunctionLinks.PageOf(file.Port.Path), file.Port.Path, FilePage.Of(file, links, comparison.Tree));
            AddSearchEntries(site, file);
        }
        return site.Build();
    }

    private static void AddSearchEntries(SiteBuilder site, FileComparison file)
    {
        string page = FunctionLinks.PageOf(file.Port.Path);
        string fileName = Path.GetFileName(file.Port.Path);
        site.AddSearchEntry(new SearchEntry("file", file.Port.Path, page));
        foreach (PortFunction function in file.Port.Functions)
        {
            string url = page + (function.Citation is null ? $"#p{function.NameLine}" : $"#fn-{function.Name}");
            site.AddSearchEntry(new SearchEntry("function", function.Name, url, fileName));
            foreach (string erratum in function.Errata)
                site.AddSearchEntry(new SearchEntry("erratum", erratum, url, function.Name));
        }
        foreach ((int line, string reason) in file.Departures)
            site.AddSearchEntry(new SearchEntry("departure", reason, $"{page}#p{line}", $"{fileName}:{line}"));
    }
}
