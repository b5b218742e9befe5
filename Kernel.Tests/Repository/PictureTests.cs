// SPDX-License-Identifier: GPL-2.0-only
using System.Xml.Linq;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>Every picture is readable on light and dark pages, has real text and a title, and is on a page.</summary>
[TestFixture]
public sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static IEnumerable<string> Pictures => RepositoryFiles.All.Where(path => path.EndsWith(".svg", StringComparison.Ordinal));

    [TestCaseSource(nameof(Pictures))]
    public void EveryPictureIsAccessible(string path) => Assert.That(ComplaintsAbout(RepositoryFiles.TextOf(path)), Is.Empty);

    [Test]
    public void EveryPictureIsOnAPage()
    {
        Assert.That(Pictures, Is.Not.Empty);
        HashSet<string> shown =
        [
            .. RepositoryFiles.Markdown.SelectMany(page => new MarkdownPage(RepositoryFiles.TextOf(page)).Links)
                .Select(link => Path.GetFileName(link.Url)),
        ];
        Assert.That(Pictures.Select(Path.GetFileName).Where(name => !shown.Contains(name!)), Is.Empty);
    }

    [Test]
    public void AnInaccessiblePictureIsFound() =>
        Assert.That(ComplaintsAbout($"<svg xmlns=\"{Svg}\"><image href=\"a.png\"/></svg>"), Has.Exactly(5).Items);

    private static IEnumerable<string> ComplaintsAbout(string text)
    {
        XElement svg = XDocument.Parse(text).Root!;
        string style = string.Concat(svg.Descendants(Svg + "style").Select(element => element.Value));
        if (string.IsNullOrWhiteSpace(svg.Element(Svg + "title")?.Value))
            yield return "it has no title";
        if (!svg.Descendants(Svg + "text").Any())
            yield return "it has no text element";
        if (svg.Descendants(Svg + "image").Any())
            yield return "it has an embedded image";
        if (!svg.Descendants(Svg + "rect").Any(rect => (string?)rect.Attribute("class") == "card"))
            yield return "it has no background card, so it depends on the colour of the page";
        if (!style.Contains("prefers-color-scheme: dark", StringComparison.Ordinal))
            yield return "it has no colours for dark pages";
    }
}
