// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;

namespace Kernel.Tests.Pages;

/// <summary>
/// A site of two pages that shows a small hashed page table: groups on the first page, the entries of one group on the second.
/// </summary>
internal static class SampleSite
{
    internal const string GroupPage = "groups/0.html";

    internal static SiteDesign Design { get; } = new()
    {
        Name = "Page table <1>",
        SearchHint = "virtual page number",
        SearchAction = "search entries",
        Buttons = [new SiteButton("valid", "Valid", "Valid entries only", "e")],
        Keys = [new SiteKey(["e"], "valid entries only"), new SiteKey(["a", "b"], "first & last entry")],
        Style = ".invalid { color: var(--quiet); }\n[data-only-valid] .invalid { display: none; }\n",
        Script =
            """
            (() => {
                const show = () => document.documentElement.toggleAttribute("data-only-valid");
                window.site.keys.e = show;
                document.getElementById("valid").addEventListener("click", show);
                window.site.reveal = () => document.documentElement.removeAttribute("data-only-valid");
                window.site.firstKind = "entry";
            })();

            """,
    };

    /// <summary>The files of the site.</summary>
    internal static IReadOnlyDictionary<string, string> Build()
    {
        SiteBuilder site = new(Design);
        site.AddPage("index.html", "Groups", $"<h1>Groups</h1>\n<p><a href=\"{GroupPage}#e1\">entry 1 of group 0</a></p>\n");
        site.AddPage(GroupPage, "Group 0 & its entries",
            $"""
            <h1>Group 0</h1>
            <p><a href="{SitePath.ToRoot(GroupPage)}index.html">all groups</a></p>
            <ol><li id="e0">0x4001</li><li id="e1" class="invalid">0x4002</li></ol>
            """);
        site.AddSearchEntry(new SearchEntry("group", "0x40", GroupPage));
        site.AddSearchEntry(new SearchEntry("entry", "0x4001", GroupPage + "#e0", "group 0"));
        site.AddSearchEntry(new SearchEntry("entry", "0x4002", GroupPage + "#e1", "group 0"));
        return site.Build();
    }
}
