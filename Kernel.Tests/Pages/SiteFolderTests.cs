// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Pages;

[TestFixture]
public sealed class SiteFolderTests : FolderFixture
{
    private const string Writer = "kvmhv sample";
    private const string Manifest = "kvmhv-sample.txt";

    private static readonly Dictionary<string, string> Site = new() { ["index.html"] = "one", ["groups/page.html"] = "two" };

    private string Out => Path.Combine(Folder, "out");

    private void Write(Dictionary<string, string> site) => new SiteFolder(Out, Writer).Write(site);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    [Test]
    public void ANewFolderHoldsTheSite()
    {
        Write(Site);
        Assert.Multiple(() =>
        {
            Assert.That(Files(), Is.EqualTo(new[] { "out/groups/page.html", "out/index.html", $"out/{Manifest}" }));
            Assert.That(File.ReadAllText(Path.Combine(Out, "groups", "page.html")), Is.EqualTo("two"));
        });
    }

    [Test]
    public void ANewSiteReplacesTheEarlierOne()
    {
        Write(Site);
        Write(new() { ["index.html"] = "new" });
        Assert.Multiple(() =>
        {
            Assert.That(Files(), Is.EqualTo(new[] { "out/index.html", $"out/{Manifest}" }), "the other page is deleted");
            Assert.That(File.ReadAllText(Path.Combine(Out, "index.html")), Is.EqualTo("new"));
        });
    }

    [Test]
    public void FilesThatDoNotBelongToTheSiteStay()
    {
        Write(Site);
        File.WriteAllText(Path.Combine(Out, "notes.txt"), "mine");
        Write(Site);

        Assert.That(Files(), Is.EqualTo(new[] { "out/groups/page.html", "out/index.html", $"out/{Manifest}", "out/notes.txt" }));
    }

    [Test]
    public void AFolderWithOtherFilesIsRefusedAndNotChanged()
    {
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");
        Assert.Multiple(() =>
        {
            Assert.That(() => new SiteFolder(Folder, Writer).Write(Site), Throws.TypeOf<IOException>().With.Message.Contains(Folder));
            Assert.That(Files(), Is.EqualTo(new[] { "notes.txt" }));
        });
    }

    [Test]
    public void ASiteOfAnotherKindIsRefusedAndNotChanged()
    {
        Write(Site);
        Assert.Multiple(() =>
        {
            Assert.That(() => new SiteFolder(Out, "kvmhv other").Write(Site), Throws.TypeOf<IOException>().With.Message.Contains(Out));
            Assert.That(Files(), Is.EqualTo(new[] { "out/groups/page.html", "out/index.html", $"out/{Manifest}" }));
        });
    }

    [Test]
    public void AManifestThatNamesAFileOutsideTheFolderDoesNotDeleteIt()
    {
        Write(Site);
        string outside = Path.Combine(Folder, "outside.txt");
        File.WriteAllText(outside, "mine");
        File.AppendAllText(Path.Combine(Out, Manifest), "../outside.txt\n");
        Write(Site);

        Assert.That(File.Exists(outside));
    }

    [Test]
    public void AFileOfTheManifestsNameWithoutItsFirstLineIsNotAManifest()
    {
        File.WriteAllText(Path.Combine(Folder, Manifest), "notes.txt\n");
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");
        Assert.Multiple(() =>
        {
            Assert.That(() => new SiteFolder(Folder, Writer).Write(Site), Throws.TypeOf<IOException>());
            Assert.That(File.ReadAllText(Path.Combine(Folder, "notes.txt")), Is.EqualTo("mine"));
        });
    }

    [Test]
    public void AFileOfTheUserIsNotOverwritten()
    {
        Write(Site);
        File.WriteAllText(Path.Combine(Out, "more.html"), "mine");
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Write(new(Site) { ["more.html"] = "three" }), Throws.TypeOf<IOException>().With.Message.Contains("more.html"));
            Assert.That(File.ReadAllText(Path.Combine(Out, "more.html")), Is.EqualTo("mine"));
        });
    }

    [Test]
    public void OnlyEmptyFoldersOfTheEarlierSiteAreDeleted()
    {
        Write(Site);
        string mine = Directory.CreateDirectory(Path.Combine(Out, "mine", "empty")).FullName;
        Write(new() { ["index.html"] = "new" });
        Assert.Multiple(() =>
        {
            Assert.That(Directory.Exists(mine), "an empty folder of the user");
            Assert.That(Directory.Exists(Path.Combine(Out, "groups")), Is.False, "a folder of the earlier site");
        });
    }
}
