// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Pages;

[TestFixture]
public sealed class SiteChecksTests
{
    private static readonly Dictionary<string, string> Site = new()
    {
        ["a/one.html"] = "<p id=\"x\"><a href=\"../two.html#y\"></a><a href=\"#none\"></a><a href=\"missing.html\"></a>",
        ["two.html"] = "<p id=\"y\"><p id=\"y\"><img src=\"http://example.org/x.png\">",
    };

    [Test]
    public void BrokenLinksAreFound() => Assert.That(
        SiteChecks.BrokenLinksOf(Site),
        Is.EqualTo(new[] { "a/one.html: #none", "a/one.html: missing.html", "two.html: http://example.org/x.png" }));

    [Test]
    public void DuplicateIdsAreFound() => Assert.That(SiteChecks.DuplicateIdsOf(Site), Is.EqualTo(new[] { "two.html: y" }));

    [Test]
    public void ForeignContentIsFound() => Assert.That(SiteChecks.FilesWithForeignContentIn(Site), Is.EqualTo(new[] { "two.html" }));
}
