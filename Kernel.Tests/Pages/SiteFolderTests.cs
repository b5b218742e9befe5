// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Site;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide;

[TestFixture]
public sealed class SiteFolderTests : FolderFixture
{
    private static readonly Dictionary<string, string> Site = new() { ["index.html"] = "one", ["arch/page.html"] = "two" };

    private string Out => Path.Combine(Folder, "out");

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    [Test]
    public void ANewFolderHoldsTheSite()
    {
        SiteFolder.Write(Out, Site);
        Assert.Multiple(() =>
        {
            Assert.That(Files(), Is.EqualTo(new[] { "out/arch/page.html", "out/index.html", "out/kvmhv-sidebyside.txt" }));
            Assert.That(File.ReadAllText(Path.Combine(Out, "arch", "page.html")), Is.EqualTo("two"));
        });
    }

    [Test]
    public void TheNextSiteTakesThePlaceOfTheLast()
    {
        SiteFolder.Write(Out, Site);
        SiteFolder.Write(Out, new Dictionary<string, string> { ["index.html"] = "new" });
        Assert.Multiple(() =>
        {
            Assert.That(Files(), Is.EqualTo(new[] { "out/index.html", "out/kvmhv-sidebyside.txt" }), "a page that is no more is gone");
            Assert.That(File.ReadAllText(Path.Combine(Out, "index.html")), Is.EqualTo("new"));
        });
    }

    [Test]
    public void WhatIsNotOfTheSiteStays()
    {
        SiteFolder.Write(Out, Site);
        File.WriteAllText(Path.Combine(Out, "notes.txt"), "mine");
        SiteFolder.Write(Out, Site);

        Assert.That(Files(), Is.EqualTo(new[] { "out/arch/page.html", "out/index.html", "out/kvmhv-sidebyside.txt", "out/notes.txt" }));
    }

    [Test]
    public void AFolderOfSomethingElseIsRefusedAndLeftAlone()
    {
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");
        Assert.Multiple(() =>
        {
            Assert.That(() => SiteFolder.Write(Folder, Site), Throws.TypeOf<IOException>().With.Message.Contains(Folder));
            Assert.That(Files(), Is.EqualTo(new[] { "notes.txt" }));
        });
    }

    [Test]
    public void AListThatLeadsOutOfTheFolderDeletesNothingThere()
    {
        SiteFolder.Write(Out, Site);
        string outside = Path.Combine(Folder, "outside.txt");
        File.WriteAllText(outside, "mine");
        File.AppendAllText(Path.Combine(Out, SiteFolder.Manifest), "../outside.txt\n");
        SiteFolder.Write(Out, Site);

        Assert.That(File.Exists(outside));
    }

    [Test]
    public void AListOfThatNameWithoutTheFirstLineIsNoSite()
    {
        File.WriteAllText(Path.Combine(Folder, SiteFolder.Manifest), "notes.txt\n");
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");
        Assert.Multiple(() =>
        {
            Assert.That(() => SiteFolder.Write(Folder, Site), Throws.TypeOf<IOException>());
            Assert.That(File.ReadAllText(Path.Combine(Folder, "notes.txt")), Is.EqualTo("mine"));
        });
    }

    [Test]
    public void AFileOfTheUsersIsNotOverwritten()
    {
        SiteFolder.Write(Out, Site);
        File.WriteAllText(Path.Combine(Out, "more.html"), "mine");
        Assert.Multiple(() =>
        {
            Assert.That(() => SiteFolder.Write(Out, new Dictionary<string, string>(Site) { ["more.html"] = "three" }), Throws.TypeOf<IOException>().With.Message.Contains("more.html"));
            Assert.That(File.ReadAllText(Path.Combine(Out, "more.html")), Is.EqualTo("mine"));
        });
    }

    [Test]
    public void AnEmptyFolderOfTheUsersStays()
    {
        SiteFolder.Write(Out, Site);
        string mine = Directory.CreateDirectory(Path.Combine(Out, "mine", "empty")).FullName;
        SiteFolder.Write(Out, new Dictionary<string, string> { ["index.html"] = "new" });
        Assert.Multiple(() =>
        {
            Assert.That(Directory.Exists(mine));
            Assert.That(Directory.Exists(Path.Combine(Out, "arch")), Is.False, "the site's own empty folder goes");
        });
    }
}
