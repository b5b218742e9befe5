// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Pages;

/// <summary>Paths inside a site, with slashes.</summary>
public static class SitePath
{
    /// <summary>The way from a page to the root of its site: empty, or <c>../</c> for each folder that the page is in.</summary>
    /// <param name="page">The page, from the root of the site.</param>
    public static string ToRoot(string page) => string.Concat(Enumerable.Repeat("../", page.Count(c => c == '/')));
}
