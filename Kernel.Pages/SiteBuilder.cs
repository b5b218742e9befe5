// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

namespace Kernel.Pages;

/// <summary>Makes a site in memory: pages in a common frame, a search over what they show, style sheet and script.</summary>
/// <remarks>A site needs no server and fetches nothing from elsewhere: its pages can be opened as files.</remarks>
public sealed class SiteBuilder(SiteDesign design)
{
    private static readonly string[] ReservedPaths = ["index.js", "site.css", "site.js"];

    private readonly SortedDictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly List<SearchEntry> _entries = [];

    /// <summary>Adds a page. The bar leads to <c>index.html</c>, which every site needs.</summary>
    /// <param name="path">Where the page is, from the root of the site, with slashes.</param>
    /// <param name="title">Its title, not escaped.</param>
    /// <param name="main">Its content, as HTML.</param>
    /// <exception cref="ArgumentException">The site has a file of this path.</exception>
    public void AddPage(string path, string title, string main)
    {
        if (ReservedPaths.Contains(path))
            throw new ArgumentException($"{path}: this file belongs to every site; expected another path.", nameof(path));
        _pages.Add(path, SitePage.Of(design, path, title, main));
    }

    /// <summary>Adds something that the search finds.</summary>
    public void AddSearchEntry(SearchEntry entry) => _entries.Add(entry);

    /// <summary>All files of the site: text by path from the root of the site.</summary>
    public IReadOnlyDictionary<string, string> Build() => new SortedDictionary<string, string>(_pages, StringComparer.Ordinal)
    {
        ["index.js"] = SearchScript(),
        ["site.css"] = Asset("site.css") + design.Style,
        ["site.js"] = Asset("site.js") + design.Script,
    };

    // A script, because a page that is opened as a file cannot fetch data. Names are short, because there are thousands of entries.
    private string SearchScript()
    {
        IEnumerable<Dictionary<string, string>> entries = _entries.Select(entry =>
        {
            Dictionary<string, string> fields = new() { ["k"] = entry.Kind, ["n"] = entry.Name };
            if (entry.Place is not null)
                fields["f"] = entry.Place;
            fields["u"] = entry.Url;
            return fields;
        });
        return $"window.SEARCH_ENTRIES = {JsonSerializer.Serialize(entries)};\n";
    }

    private static string Asset(string name)
    {
        using StreamReader reader = new(typeof(SiteBuilder).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
