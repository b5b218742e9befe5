// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.RegularExpressions;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Port;
using Kernel.SideBySide.Site;
using Kernel.Tests.Pages;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide.Site;

[TestFixture]
public sealed class ComparisonSiteTests
{
    private const string Page = "arch/powerpc/kvm/book3s_hv_rm_mmu.html";

    private static readonly Lazy<IReadOnlyDictionary<string, string>> LazyWithC = new(() =>
    {
        using SampleTree tree = new();
        return ComparisonSite.Build(Comparison.Of(tree));
    });

    private static readonly Lazy<IReadOnlyDictionary<string, string>> LazyWithoutC =
        new(() => ComparisonSite.Build(Comparison.Of(tree: null)));

    private static IEnumerable<TestCaseData> Sites =>
    [
        new TestCaseData(LazyWithC).SetArgDisplayNames("with the C"), new TestCaseData(LazyWithoutC).SetArgDisplayNames("without the C"),
    ];

    [TestCaseSource(nameof(Sites))]
    public void EveryLinkLeadsToAnElementOfTheSite(Lazy<IReadOnlyDictionary<string, string>> site) => Assert.Multiple(() =>
    {
        Assert.That(SiteChecks.BrokenLinksOf(site.Value), Is.Empty);
        Assert.That(SiteChecks.LinksOf(site.Value), Has.Count.GreaterThan(1000));
    });

    [TestCaseSource(nameof(Sites))]
    public void IdsAreUniqueOnEachPage(Lazy<IReadOnlyDictionary<string, string>> site) =>
        Assert.That(SiteChecks.DuplicateIdsOf(site.Value), Is.Empty);

    [TestCaseSource(nameof(Sites))]
    public void NothingIsFetchedFromOtherSites(Lazy<IReadOnlyDictionary<string, string>> site) =>
        Assert.That(SiteChecks.FilesWithForeignContentIn(site.Value), Is.Empty);

    [Test]
    public void CallsLinkToTheCalleeInTheSameColumn()
    {
        string page = LazyWithC.Value[Page];
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("<a class=f href=\"#c4\">real_vmalloc_addr</a>"), "in the C, to the C");
            Assert.That(page, Does.Match("<a class=f href=\"#p[0-9]+\">real_vmalloc_addr</a>"), "in the C#, to the C#");
            const string header = "../../../arch/powerpc/include/asm/kvm_book3s_64.html";
            Assert.That(page, Does.Match($"<a class=f href=\"{header}#p[0-9]+\">try_lock_hpte</a>"), "to another file");
        });
    }

    [Test]
    public void TheTextOfTheCIsEscaped() => Assert.That(
        LazyWithC.Value[Page],
        Does.Contain("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;").And.Not.Contain("<script>alert"));

    [Test]
    public void EveryLineOfBothFilesIsOnThePage()
    {
        string page = LazyWithC.Value[Page];
        int cLines = SampleTree.Text.Split('\n').Length - 1;
        PortFile port = PortZone.Files.Single(file => file.Path.EndsWith("book3s_hv_rm_mmu.cs", StringComparison.Ordinal));
        int portLines = port.Lines.Count - 1;
        Assert.Multiple(() =>
        {
            Assert.That(LineNumbers(page, 'c'), Is.EqualTo(Enumerable.Range(1, cLines)));
            Assert.That(LineNumbers(page, 'p'), Is.EqualTo(Enumerable.Range(1, portLines)));
        });
    }

    [Test]
    public void AFunctionsBadgesAreAtItsHead()
    {
        Match head = Regex.Match(LazyWithC.Value[Page], "<section class=\"fn\" id=\"fn-kvmppc_h_enter\">.*?</section>");
        Assert.That(
            head.Value,
            Does.Contain("real mode").And.Contain("E01").And.Contain("departures").And.Contain("C differs from what was ported"));
    }

    [Test]
    public void TheSiteIsReproducible()
    {
        using SampleTree tree = new();
        Assert.That(ComparisonSite.Build(Comparison.Of(tree)), Is.EqualTo(LazyWithC.Value));
    }

    [Test]
    public void TheSearchFindsFilesFunctionsErrataAndDepartures()
    {
        string script = LazyWithC.Value["index.js"];
        const string entry =
            $$"""{"k":"function","n":"kvmppc_h_enter","f":"book3s_hv_rm_mmu.cs","u":"{{Page}}#fn-kvmppc_h_enter"}""";
        Assert.Multiple(() =>
        {
            Assert.That(script, Does.Contain(entry));
            Assert.That(Regex.Matches(script, "\"k\":\"([a-z]+)\"").Select(match => match.Groups[1].Value).Distinct(),
                Is.EquivalentTo(new[] { "file", "function", "erratum", "departure" }));
        });
    }

    private static IEnumerable<int> LineNumbers(string page, char column) =>
        Regex.Matches(page, $"id=\"{column}([0-9]+)\"").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
}
