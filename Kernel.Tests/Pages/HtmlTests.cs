// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;
using NUnit.Framework;

namespace Kernel.Tests.Pages;

[TestFixture]
public sealed class HtmlTests
{
    [Test]
    public void TextIsEscapedForContentAndAttributes() =>
        Assert.That(Html.Escape("<a href=\"x\">&"), Is.EqualTo("&lt;a href=&quot;x&quot;&gt;&amp;"));

    [Test]
    public void ASpanOfSeveralLinesIsAnElementOnEachOfThem() => Assert.That(
        Html.Lines("a /* b\n\nc */ <d>", [new HighlightedSpan(2, 10, "m")]),
        Is.EqualTo(new[] { "a <i class=m>/* b</i>", "", "<i class=m>c */</i> &lt;d&gt;" }));

    [Test]
    public void ASpanWithAnAddressIsALink() => Assert.That(
        Html.Lines("f(x)", [new HighlightedSpan(0, 1, "f", "p.html?a&b")]),
        Is.EqualTo(new[] { "<a class=f href=\"p.html?a&amp;b\">f</a>(x)" }));

    [Test]
    public void ASpanThatOverlapsAnEarlierOneIsIgnored() => Assert.That(
        Html.Lines("abcd", [new HighlightedSpan(0, 3, "m"), new HighlightedSpan(2, 2, "s")]),
        Is.EqualTo(new[] { "<i class=m>abc</i>d" }));

    [Test]
    public void TheTextAfterTheLastLineFeedIsALine() => Assert.That(Html.Lines("a\n", []), Is.EqualTo(new[] { "a", "" }));
}
