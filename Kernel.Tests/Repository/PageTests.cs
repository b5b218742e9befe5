// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>The links and pictures of the pages.</summary>
[TestFixture]
public sealed class PageTests
{
    private static readonly LinkChecker Checker = new(RepositoryFiles.All, RepositoryFiles.TextOf);

    // The pages from which all pages of the documentation must be reachable.
    private static readonly string[] Entrances = ["README.md"];

    private static IEnumerable<string> Pages => RepositoryFiles.Markdown;

    [TestCaseSource(nameof(Pages))]
    public void EveryLinkHasATarget(string page) => Assert.That(Checker.ComplaintsAbout(page), Is.Empty);

    [TestCaseSource(nameof(Pages))]
    public void EveryPictureHasAlternativeText(string page) =>
        Assert.That(new MarkdownPage(RepositoryFiles.TextOf(page)).PicturesWithoutText, Is.Empty);

    [Test]
    public void PagesHaveLinks() =>
        Assert.That(Pages.Sum(page => new MarkdownPage(RepositoryFiles.TextOf(page)).Links.Count), Is.GreaterThan(120));

    [Test]
    public void EveryDocumentationPageIsReachableFromTheReadMe()
    {
        HashSet<string> reached = [.. Entrances];
        Queue<string> open = new(Entrances);
        while (open.TryDequeue(out string? page))
        {
            foreach (string target in new MarkdownPage(RepositoryFiles.TextOf(page)).Links
                .Select(link => TargetOf(page, link.Url)).Where(RepositoryFiles.Markdown.Contains))
            {
                if (reached.Add(target))
                    open.Enqueue(target);
            }
        }
        Assert.That(
            RepositoryFiles.Markdown.Where(page => page.StartsWith("docs/", StringComparison.Ordinal)).Except(reached), Is.Empty,
            "pages without a link to them");
    }

    [TestCase("[x](b.md)", null)]
    [TestCase("[x](b.md#two-words)", null)]
    [TestCase("[x](b.md#two-words-1)", null)]
    [TestCase("[x](b.md#the-hpte_v-bit-0x40)", null)]
    [TestCase("[x](b.md#here)", null)]
    [TestCase("[x](#own)\n\n# Own", null)]
    [TestCase("[x](../c.cs#L2)", null)]
    [TestCase("[x](../docs)", null)]
    [TestCase("[x](https://example.org/b.md#no)", null)]
    [TestCase("`[x](no.md)`", null)]
    [TestCase("[x](no.md)", "docs/a.md:1: no.md: there is no docs/no.md.")]
    [TestCase("[x](B.md)", "docs/a.md:1: B.md: there is no docs/B.md.")]
    [TestCase("![x](no.svg)", "docs/a.md:1: no.svg: there is no docs/no.svg.")]
    [TestCase("<img src=\"no.svg\" alt=\"x\">", "docs/a.md:1: no.svg: there is no docs/no.svg.")]
    [TestCase("[x][r]\n\n[r]: no.md", "docs/a.md:1: no.md: there is no docs/no.md.")]
    [TestCase("[x](b.md#three)", "docs/a.md:1: b.md#three: docs/b.md has no heading of that name.")]
    [TestCase("[x](b.md#two-words-2)", "docs/a.md:1: b.md#two-words-2: docs/b.md has no heading of that name.")]
    [TestCase("[x](#no)", "docs/a.md:1: #no: docs/a.md has no heading of that name.")]
    [TestCase("[x](../c.cs#L4)", "docs/a.md:1: ../c.cs#L4: c.cs has no such line.")]
    [TestCase("[x](../../c.cs)", "docs/a.md:1: ../../c.cs leads out of the repository.")]
    [TestCase("[x](/c.cs)", "docs/a.md:1: /c.cs begins at a root; links are relative.")]
    public void ALinkWithoutATargetIsFound(string text, string? complaint)
    {
        Dictionary<string, string> files = new()
        {
            ["docs/a.md"] = text, ["c.cs"] = "one\ntwo\n",
            ["docs/b.md"] = "# Two words\n\n## Two *words*\n\n### The `HPTE_V` bit (0x40)\n\n<a id=\"here\"></a>\n",
        };
        Assert.That(
            new LinkChecker(files.Keys, path => files[path]).ComplaintsAbout("docs/a.md"),
            Is.EqualTo(complaint is null ? [] : new[] { complaint }));
    }

    [TestCase("![](a.svg)", 1)]
    [TestCase("<img src=\"a.svg\">", 1)]
    [TestCase("<img src=\"a.svg\" alt=\" \">", 1)]
    [TestCase("![A guest and its host](a.svg)", 0)]
    [TestCase("<img src=\"a.svg\" alt=\"A guest\">", 0)]
    public void APictureWithoutAlternativeTextIsFound(string text, int count) =>
        Assert.That(new MarkdownPage(text).PicturesWithoutText, Has.Count.EqualTo(count));

    private static string TargetOf(string page, string url)
    {
        string file = url.Split('#')[0];
        return file.Length == 0 || file.Contains(':', StringComparison.Ordinal)
            ? page
            : Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(page)!, file)).Replace(Path.DirectorySeparatorChar, '/');
    }
}
