// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

namespace Kernel.Tests.Pages;

/// <summary>Finds what is wrong with the pages of any site.</summary>
internal static partial class SiteChecks
{
    private const string EmptyIcon = "data:,";

    /// <summary>All links of all pages, as page and address.</summary>
    internal static IReadOnlyList<(string Page, string Link)> LinksOf(IReadOnlyDictionary<string, string> site) =>
    [
        .. PagesOf(site)
            .SelectMany(page => Link().Matches(page.Value), (page, match) => (Page: page.Key, Link: match.Groups["address"].Value))
            .Where(link => link.Link != EmptyIcon),
    ];

    /// <summary>The links that lead to no page of the site, or to no element of a page.</summary>
    internal static IReadOnlyList<string> BrokenLinksOf(IReadOnlyDictionary<string, string> site)
    {
        Dictionary<string, HashSet<string>> ids = site.ToDictionary(file => file.Key, file => IdsIn(file.Value).ToHashSet());
        return [.. LinksOf(site).Where(link => !Lands(link.Page, link.Link)).Select(link => $"{link.Page}: {link.Link}")];

        bool Lands(string page, string link)
        {
            string[] parts = link.Split('#');
            string target = parts[0].Length == 0 ? page : new Uri(new Uri("file:///" + page), parts[0]).AbsolutePath[1..];
            return ids.TryGetValue(target, out HashSet<string>? known) && (parts.Length == 1 || known.Contains(parts[1]));
        }
    }

    /// <summary>The ids that several elements of a page have.</summary>
    internal static IReadOnlyList<string> DuplicateIdsOf(IReadOnlyDictionary<string, string> site) =>
    [
        .. PagesOf(site).SelectMany(
            page => IdsIn(page.Value).GroupBy(id => id).Where(group => group.Count() > 1), (page, group) => $"{page.Key}: {group.Key}"),
    ];

    /// <summary>The files that fetch something from another site.</summary>
    internal static IReadOnlyList<string> FilesWithForeignContentIn(IReadOnlyDictionary<string, string> site) =>
        [.. site.Where(file => Fetched().IsMatch(file.Value)).Select(file => file.Key)];

    private static IEnumerable<KeyValuePair<string, string>> PagesOf(IReadOnlyDictionary<string, string> site) =>
        site.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal));

    private static IEnumerable<string> IdsIn(string page) => Id().Matches(page).Select(match => match.Groups["id"].Value);

    [GeneratedRegex("\\bid=\"(?<id>[^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("(?:href|src)=\"(?<address>[^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("(?:src|href)=\"?https?:|@import|url\\(")]
    private static partial Regex Fetched();
}
