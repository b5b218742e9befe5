// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Files;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Files;

[TestFixture]
public sealed class OutputFileTests : FolderFixture
{
    private IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Folder).Select(path => Path.GetFileName(path)!).Order();

    [Test]
    public void AFileAppearsWhenItIsWhole()
    {
        using OutputFile file = OutputFile.Create(PathOf("new"), replace: false);
        file.Stream.Write("abc"u8);
        Assert.That(File.Exists(PathOf("new")), Is.False, "not before it is whole");
        Assert.That(file.Complete(), Is.EqualTo(3), "its length");
        Assert.That(File.ReadAllText(PathOf("new")), Is.EqualTo("abc"), "its content");
        Assert.That(Names, Is.EqualTo(new[] { "new" }), "the files in the folder");
    }

    [Test]
    public void AFileThatIsNotCompletedLeavesNothing()
    {
        File.WriteAllText(PathOf("old"), "old");
        using (OutputFile file = OutputFile.Create(PathOf("old"), replace: true))
            file.Stream.Write("abc"u8);
        Assert.That(File.ReadAllText(PathOf("old")), Is.EqualTo("old"), "the file as it was");
        Assert.That(Names, Is.EqualTo(new[] { "old" }), "the files in the folder");
    }

    [Test]
    public void AFileIsReplacedOnlyWithPermission()
    {
        File.WriteAllText(PathOf("old"), "old");
        FileException refused = Assert.Throws<FileException>(() => OutputFile.Create(PathOf("old"), replace: false))!;
        Assert.That(refused.Fault, Is.EqualTo(FileFault.Exists), "the reason");
        Assert.That(refused.Message, Does.StartWith(PathOf("old") + ": exists; expected"), "the message");
        Assert.That(() => OutputFile.CheckFree(PathOf("old"), replace: false), Throws.TypeOf<FileException>(), "the check alone");
        OutputFile.WriteText(PathOf("old"), "new", replace: true);
        Assert.That(File.ReadAllText(PathOf("old")), Is.EqualTo("new"), "the new content");
        Assert.That(Names, Is.EqualTo(new[] { "old" }), "the files in the folder");
    }

    [Test]
    public void AFileThatAppearsMeanwhileIsNotReplaced()
    {
        using OutputFile file = OutputFile.Create(PathOf("new"), replace: false);
        File.WriteAllText(PathOf("new"), "of another program");
        FileException refused = Assert.Throws<FileException>(() => file.Complete())!;
        Assert.That(refused.Fault, Is.EqualTo(FileFault.Exists), refused.Message);
        Assert.That(File.ReadAllText(PathOf("new")), Is.EqualTo("of another program"), "the file of the other program");
    }

    [Test]
    public void ADirectoryIsNotAnOutput()
    {
        foreach (string path in new[] { Folder, PathOf("none") + Path.DirectorySeparatorChar })
        {
            FileException refused = Assert.Throws<FileException>(() => OutputFile.Create(path, replace: true))!;
            Assert.That(refused.Message, Is.EqualTo($"{path}: is a directory; expected a file"), path);
        }
    }

    [Test]
    public void AReplacedFileLeavesItsPermissions()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no permission bits.");
            return;
        }
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.WriteAllText(PathOf("old"), "old");
        File.SetUnixFileMode(PathOf("old"), mode);
        OutputFile.WriteText(PathOf("old"), "new", replace: true);
        Assert.That(File.GetUnixFileMode(PathOf("old")), Is.EqualTo(mode), "those of the file before");
        File.WriteAllText(PathOf("usual"), "");
        OutputFile.WriteText(PathOf("new"), "new", replace: false);
        Assert.That(File.GetUnixFileMode(PathOf("new")), Is.EqualTo(File.GetUnixFileMode(PathOf("usual"))), "those of any new file");
    }

    [Test]
    public void ALinkIsFollowed()
    {
        File.WriteAllText(PathOf("old"), "old");
        Link("link", "old");
        Link("again", "link");
        Assert.That(
            () => OutputFile.Create(PathOf("again"), replace: false), Throws.TypeOf<FileException>().With.Message.Contains("again: exists"),
            "the message names the file as the user did");
        OutputFile.WriteText(PathOf("again"), "new", replace: true);
        Assert.That(File.ReadAllText(PathOf("old")), Is.EqualTo("new"), "the file behind the links");
        Assert.That(new FileInfo(PathOf("again")).LinkTarget, Is.EqualTo("link"), "the link stays");
        Assert.That(new FileInfo(PathOf("link")).LinkTarget, Is.EqualTo("old"), "the other, too");
    }

    [Test]
    public void ALinkToNothingMakesTheFileThatItNames()
    {
        Directory.CreateDirectory(PathOf("deep/er"));
        Link("folder", Path.Combine("deep", "er"));
        Link(Path.Combine("deep", "er", "link"), Path.Combine("..", "new"));
        OutputFile.WriteText(Path.Combine(Folder, "folder", "link"), "new", replace: false);
        Assert.That(File.ReadAllText(Path.Combine(Folder, "deep", "new")), Is.EqualTo("new"), "from the folder where the link really is");
    }

    [Test]
    public void LinksInACircleAreAnError()
    {
        Link("one", "two");
        Link("two", "one");
        Assert.That(
            () => OutputFile.Create(PathOf("one"), replace: true),
            Throws.TypeOf<FileException>().With.Message.StartsWith(PathOf("one") + ": symbolic links lead in a circle"), "the message");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void ADeviceIsWrittenThrough(bool replace)
    {
        Shell.RequireDevice("/dev/null");
        Link("link", "/dev/null");
        foreach (string path in new[] { "/dev/null", PathOf("link") })
        {
            using OutputFile file = OutputFile.Create(path, replace, seeks: true);
            file.Stream.Write("abc"u8);
            Assert.That(file.Complete(), Is.EqualTo(3), "bytes written");
        }
        OutputFile.WriteText("/dev/null", "abc", replace);
        (_, string kind, _) = Shell.Run(Folder, "test -c /dev/null && echo device");
        Assert.That(kind, Is.EqualTo("device\n"), "what it still is");
    }

    [Test]
    public void AFullDeviceIsNamed()
    {
        Shell.RequireDevice("/dev/full");
        Assert.That(
            () => OutputFile.WriteText("/dev/full", "abc", replace: false),
            Throws.TypeOf<FileException>().With.Message.EqualTo(
                "/dev/full: no space is left on the device; expected room for all of the output"),
            "the message");
    }

    [Test]
    public void AFileInAFolderThatDoesNotExistIsNamed() =>
        Assert.That(
            () => OutputFile.Create(PathOf("none/new"), replace: false),
            Throws.TypeOf<FileException>().With.Message.EqualTo(
                $"{PathOf("none/new")}: no such folder; expected a file in a folder that exists"),
            "the message");

    private void Link(string name, string target)
    {
        try
        {
            File.CreateSymbolicLink(PathOf(name), target);
        }
        catch (IOException exception) when (OperatingSystem.IsWindows())
        {
            Assert.Ignore($"This user may not make symbolic links: {exception.Message}");
        }
    }
}
