// SPDX-License-Identifier: GPL-2.0-only
using System.Xml.Linq;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>The pictures: each can be read on light and on dark, searched, and read aloud.</summary>
[TestFixture]
public sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static IEnumerable<string> Pictures => RepositoryFiles.All.Where(path => path.EndsWith(".svg", StringComparison.Ordinal));

    [TestCaseSource(nameof(Pictures))]
    public void APictureCanBeReadByEverybody(string path) => Assert.That(ComplaintsAbout(RepositoryFiles.TextOf(path)), Is.Empty);

    [Test]
    public void EveryPictureIsOnAPage()
    {
        Assert.That(Pictures, Is.Not.Empty);
        HashSet<string> shown = [.. RepositoryFiles.Markdown.SelectMany(page => new MarkdownPage(RepositoryFiles.TextOf(page)).Links).Select(link => Path.GetFileName(link.Url))];
        Assert.That(Pictures.Select(Path.GetFileName).Where(name => !shown.Contains(name!)), Is.Empty);
    }

    [Test]
    public void APictureThatCannotBeReadIsFound() =>
        Assert.That(ComplaintsAbout($"<svg xmlns=\"{Svg}\"><image href=\"a.png\"/></svg>"), Has.Exactly(5).Items);

    private static IEnumerable<string> ComplaintsAbout(string text)
    {
        XElement svg = XDocument.Parse(text).Root!;
        string style = string.Concat(svg.Descendants(Svg + "style").Select(element => element.Value));
        if (string.IsNullOrWhiteSpace(svg.Element(Svg + "title")?.Value))
            yield return "there is no title";
        if (!svg.Descendants(Svg + "text").Any())
            yield return "there is no text that is text";
        if (svg.Descendants(Svg + "image").Any())
            yield return "there is an image in it";
        if (!svg.Descendants(Svg + "rect").Any(rect => (string?)rect.Attribute("class") == "card"))
            yield return "there is no card behind it, so that it depends on the colour of the page";
        if (!style.Contains("prefers-color-scheme: dark", StringComparison.Ordinal))
            yield return "there are no colours for the dark";
    }
}
