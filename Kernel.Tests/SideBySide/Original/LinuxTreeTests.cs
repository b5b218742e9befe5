// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.Tests.Support;
using LibGit2Sharp;
using NUnit.Framework;
using GitRepository = LibGit2Sharp.Repository;

namespace Kernel.Tests.SideBySide.Original;

[TestFixture]
public sealed class LinuxTreeTests : FolderFixture
{
    private const string Path = "arch/powerpc/kvm/sample.c";

    private void Write(string text)
    {
        string file = System.IO.Path.Combine(Folder, Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private Commit Commit(GitRepository repository, string text)
    {
        Write(text);
        Commands.Stage(repository, "*");
        Signature author = new("A Tester", "tester@example.org", DateTimeOffset.UnixEpoch);
        return repository.Commit(text, author, author);
    }

    [Test]
    public void AnUnpackedTreeIsRead()
    {
        Write("int x;\n");
        using ILinuxTree tree = LinuxTree.Open(Folder);
        Assert.Multiple(() =>
        {
            Assert.That(tree.Read(Path), Is.EqualTo("int x;\n"));
            Assert.That(tree.Read("arch/powerpc/kvm/none.c"), Is.Null);
        });
    }

    [Test]
    public void ARepositoryIsReadAtTheCommitWithoutItsWorkTree()
    {
        GitRepository.Init(Folder);
        string first;
        using (GitRepository repository = new(Folder))
        {
            first = Commit(repository, "int first;\n").Sha;
            Commit(repository, "int second;\n");
        }
        File.Delete(System.IO.Path.Combine(Folder, Path));

        using ILinuxTree tree = LinuxTree.Open(Folder, first);
        Assert.Multiple(() =>
        {
            Assert.That(tree.Read(Path), Is.EqualTo("int first;\n"));
            Assert.That(tree.Description, Does.Contain(first));
            Assert.That(File.Exists(System.IO.Path.Combine(Folder, Path)), Is.False, "nothing is checked out");
        });
    }

    [Test]
    public void ABareRepositoryIsRead()
    {
        string work = System.IO.Path.Combine(Folder, "work");
        string bare = System.IO.Path.Combine(Folder, "bare.git");
        GitRepository.Init(work);
        string sha;
        using (GitRepository repository = new(work))
        {
            string file = System.IO.Path.Combine(work, Path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "int x;\n");
            Commands.Stage(repository, "*");
            Signature author = new("A Tester", "tester@example.org", DateTimeOffset.UnixEpoch);
            sha = repository.Commit("one", author, author).Sha;
        }
        GitRepository.Clone(work, bare, new CloneOptions { IsBare = true });

        using ILinuxTree tree = LinuxTree.Open(bare, sha);
        Assert.That(tree.Read(Path), Is.EqualTo("int x;\n"));
    }

    [Test]
    public void ARepositoryWithoutTheCommitIsRefused()
    {
        GitRepository.Init(Folder);
        using (GitRepository repository = new(Folder))
            Commit(repository, "int x;\n");

        Assert.That(() => LinuxTree.Open(Folder), Throws.TypeOf<LinuxTreeException>()
            .With.Message.Contains(Folder).And.Message.Contains(OriginalInventory.Commit).And.Message.Contains("--commit"));
    }

    [Test]
    public void AFolderWithoutLinuxIsRefused() => Assert.That(
        () => LinuxTree.Open(Folder),
        Throws.TypeOf<LinuxTreeException>().With.Message.Contains(Folder).And.Message.Contains("arch/powerpc/kvm"));

    [Test]
    public void AMissingFolderIsRefused()
    {
        string missing = System.IO.Path.Combine(Folder, "missing");
        Assert.That(() => LinuxTree.Open(missing), Throws.TypeOf<LinuxTreeException>().With.Message.Contains(missing));
    }

    [Test]
    public void ACommitTogetherWithAnUnpackedTreeIsRefused()
    {
        Write("int x;\n");
        Assert.That(() => LinuxTree.Open(Folder, "v3.4"), Throws.TypeOf<LinuxTreeException>().With.Message.Contains("v3.4"));
    }
}
