// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Kernel.SideBySide;
using Kernel.SideBySide.Site;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide;

[TestFixture]
public sealed partial class SiteTests
{
    private const string Page = "arch/powerpc/kvm/book3s_hv_rm_mmu.html";

    private static readonly Lazy<IReadOnlyDictionary<string, string>> LazyWithC = new(() =>
    {
        using SampleTree tree = new();
        return SiteBuilder.Build(Comparison.Of(tree));
    });

    private static readonly Lazy<IReadOnlyDictionary<string, string>> LazyWithout = new(() => SiteBuilder.Build(Comparison.Of(tree: null)));

    private static IEnumerable<TestCaseData> Sites =>
    [
        new TestCaseData(LazyWithC).SetArgDisplayNames("with the C"), new TestCaseData(LazyWithout).SetArgDisplayNames("without the C"),
    ];

    [TestCaseSource(nameof(Sites))]
    public void EveryLinkLandsInTheSite(Lazy<IReadOnlyDictionary<string, string>> site)
    {
        Dictionary<string, HashSet<string>> ids = site.Value.ToDictionary(file => file.Key, file => Id().Matches(file.Value).Select(match => match.Groups[1].Value).ToHashSet());
        List<string> broken = [];
        int count = 0;
        foreach ((string path, string text) in site.Value.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)))
        {
            foreach (string link in Link().Matches(text).Select(match => match.Groups[1].Value).Where(link => link != "data:,"))
            {
                count++;
                string[] parts = link.Split('#');
                string target = parts[0].Length == 0 ? path : new Uri(new Uri("file:///" + path), parts[0]).AbsolutePath[1..];
                if (!site.Value.ContainsKey(target) || (parts.Length > 1 && !ids[target].Contains(parts[1])))
                    broken.Add($"{path}: {link}");
            }
        }
        Assert.Multiple(() =>
        {
            Assert.That(broken, Is.Empty);
            Assert.That(count, Is.GreaterThan(1000), "else nothing was looked at");
        });
    }

    [TestCaseSource(nameof(Sites))]
    public void NoPageHasTwoElementsOfOneId(Lazy<IReadOnlyDictionary<string, string>> site)
    {
        IEnumerable<string> doubled = site.Value.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal))
            .SelectMany(file => Id().Matches(file.Value).GroupBy(match => match.Groups[1].Value).Where(group => group.Count() > 1).Select(group => $"{file.Key}: {group.Key}"));
        Assert.That(doubled, Is.Empty);
    }

    [TestCaseSource(nameof(Sites))]
    public void NothingIsFetchedFromElsewhere(Lazy<IReadOnlyDictionary<string, string>> site) =>
        Assert.That(site.Value.Where(file => Fetched().IsMatch(file.Value)).Select(file => file.Key), Is.Empty);

    [Test]
    public void BothSidesOfACallLeadToTheCallee()
    {
        string page = LazyWithC.Value[Page];
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("<a class=f href=\"#c4\">real_vmalloc_addr</a>"), "in the C, to the C");
            Assert.That(page, Does.Match("<a class=f href=\"#p[0-9]+\">real_vmalloc_addr</a>"), "in the C#, to the C#");
            Assert.That(page, Does.Match("<a class=f href=\"../../../arch/powerpc/include/asm/kvm_book3s_64.html#p[0-9]+\">try_lock_hpte</a>"), "to another file");
        });
    }

    [Test]
    public void TextOfTheCIsNoMarkup()
    {
        Assert.That(LazyWithC.Value[Page], Does.Contain("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;").And.Not.Contain("<script>alert"));
    }

    [Test]
    public void EveryLineOfBothFilesIsOnThePage()
    {
        string page = LazyWithC.Value[Page];
        int cLines = SampleTree.Text.Split('\n').Length - 1;
        int portLines = Kernel.SideBySide.Port.PortZone.Files.Single(file => file.Path.EndsWith("book3s_hv_rm_mmu.cs", StringComparison.Ordinal)).Lines.Count - 1;
        Assert.Multiple(() =>
        {
            Assert.That(LineNumbers(page, 'c'), Is.EqualTo(Enumerable.Range(1, cLines)));
            Assert.That(LineNumbers(page, 'p'), Is.EqualTo(Enumerable.Range(1, portLines)));
        });
    }

    [Test]
    public void BadgesTellWhatTheFunctionIs()
    {
        Match head = Regex.Match(LazyWithC.Value[Page], "<section class=\"fn\" id=\"fn-kvmppc_h_enter\">.*?</section>");
        Assert.That(head.Value, Does.Contain("real mode").And.Contain("E01").And.Contain("departures").And.Contain("C differs from what was ported"));
    }

    [Test]
    public void TheSameInputMakesTheSameSite()
    {
        using SampleTree tree = new();
        Assert.That(SiteBuilder.Build(Comparison.Of(tree)), Is.EqualTo(LazyWithC.Value));
    }

    private static IEnumerable<int> LineNumbers(string page, char column) =>
        Regex.Matches(page, $"id=\"{column}([0-9]+)\"").Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("(?:src|href)=\"?https?:|@import|url\\(")]
    private static partial Regex Fetched();
}
