// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using System.Text.RegularExpressions;
using Kernel.Pages;
using NUnit.Framework;

namespace Kernel.Tests.Pages;

[TestFixture]
public sealed class SiteBuilderTests
{
    private static readonly IReadOnlyDictionary<string, string> Site = SampleSite.Build();

    [Test]
    public void ASiteHasItsPagesAndTheSharedFiles() =>
        Assert.That(Site.Keys, Is.EqualTo(new[] { SampleSite.GroupPage, "index.html", "index.js", "site.css", "site.js" }));

    [Test]
    public void EveryLinkLeadsToAnElementOfTheSite() => Assert.Multiple(() =>
    {
        Assert.That(SiteChecks.BrokenLinksOf(Site), Is.Empty);
        Assert.That(SiteChecks.LinksOf(Site), Does.Contain((SampleSite.GroupPage, "../site.css")).And.Contain(("index.html", "site.css")));
        Assert.That(SiteChecks.DuplicateIdsOf(Site), Is.Empty);
        Assert.That(SiteChecks.FilesWithForeignContentIn(Site), Is.Empty);
    });

    [Test]
    public void NamesAndTitlesAreEscapedAndContentIsNot()
    {
        string page = Site[SampleSite.GroupPage];
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("<title>Group 0 &amp; its entries</title>"));
            Assert.That(page, Does.Contain("<a class=\"home\" href=\"../index.html\">Page table &lt;1&gt;</a>"));
            Assert.That(page, Does.Contain("<h1>Group 0</h1>"));
        });
    }

    [Test]
    public void ButtonsAndKeysOfTheDesignAreBesideThoseOfTheFrame()
    {
        string page = Site["index.html"];
        Assert.Multiple(() =>
        {
            Assert.That(Regex.Matches(page, "<button type=\"button\" id=\"([^\"]+)\"").Select(match => match.Groups[1].Value),
                Is.EqualTo(new[] { "search-open", "valid", "theme", "help-open" }));
            Assert.That(page, Does.Contain("title=\"Valid entries only (e)\"><span class=\"wide\">Valid </span><kbd>e</kbd></button>"));
            Assert.That(page, Does.Contain("<dt><kbd>a</kbd> <kbd>b</kbd></dt><dd>first &amp; last entry</dd>"));
            Assert.That(page, Does.Contain("placeholder=\"virtual page number\"").And.Contain("<dd>search entries</dd>"));
        });
    }

    [Test]
    public void StyleAndScriptOfTheDesignFollowTheSharedOnes() => Assert.Multiple(() =>
    {
        Assert.That(Site["site.css"], Does.StartWith("/* SPDX").And.EndsWith(SampleSite.Design.Style));
        Assert.That(Site["site.js"], Does.StartWith("// SPDX").And.EndsWith(SampleSite.Design.Script));
    });

    [Test]
    public void TheSearchScriptHasAllEntriesInOrder()
    {
        const string head = "window.SEARCH_ENTRIES = ";
        string script = Site["index.js"];
        Assert.That(script, Does.StartWith(head).And.EndsWith(";\n"));
        using JsonDocument entries = JsonDocument.Parse(script[head.Length..^2]);
        Assert.That(entries.RootElement.EnumerateArray().Select(entry => entry.GetRawText()), Is.EqualTo(new[]
        {
            """{"k":"group","n":"0x40","u":"groups/0.html"}""",
            """{"k":"entry","n":"0x4001","f":"group 0","u":"groups/0.html#e0"}""",
            """{"k":"entry","n":"0x4002","f":"group 0","u":"groups/0.html#e1"}""",
        }));
    }

    [Test]
    public void ASiteWithoutADesignOfItsOwnHasTheFrame()
    {
        SiteBuilder site = new(new SiteDesign { Name = "Plain", SearchHint = "", SearchAction = "search" });
        site.AddPage("index.html", "Plain", "<h1>Plain</h1>");
        Assert.That(Regex.Count(site.Build()["index.html"], "<button type=\"button\""), Is.EqualTo(3), "search, theme, keys");
    }

    [TestCase("index.html", TestName = "A second page of the same path is refused")]
    [TestCase("site.css", TestName = "A page in place of a shared file is refused")]
    public void APathIsUsedOnce(string path)
    {
        SiteBuilder site = new(SampleSite.Design);
        site.AddPage("index.html", "Groups", "");

        Assert.That(() => site.AddPage(path, "Again", ""), Throws.ArgumentException.With.Message.Contains(path));
    }
}
