// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;

namespace Kernel.SideBySide.Site;

/// <summary>Makes the whole site in memory.</summary>
internal static class SiteBuilder
{
    private const string Assets = "site/";

    /// <summary>All files of the site: path from its root, with slashes, and text.</summary>
    public static IReadOnlyDictionary<string, string> Build(Comparison comparison)
    {
        SiteLinks links = new(comparison);
        SortedDictionary<string, string> files = new(StringComparer.Ordinal)
        {
            ["index.html"] = IndexPage.Of(comparison),
            ["index.js"] = SearchIndex.Of(comparison),
        };
        foreach (string asset in Resources.Below(Assets))
            files[asset[Assets.Length..]] = Resources.Text(asset);
        foreach (FileComparison file in comparison.Files)
            files[SiteLinks.PageOf(file.Port.Path)] = FilePage.Of(file, links, comparison.Tree);
        return files;
    }
}
