// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>The list of files that the other tests of this folder check.</summary>
[TestFixture]
public sealed class RepositoryFilesTests
{
    [Test]
    public void RepositoryFilesHasSourcesPagesAndData() => Assert.Multiple(() =>
    {
        Assert.That(RepositoryFiles.All, Has.Count.GreaterThan(600));
        Assert.That(
            RepositoryFiles.All, Has.Member("README.md").And.Member("Kernel/arch/powerpc/kvm/book3s_hv.cs").And.Member(".editorconfig"));
        Assert.That(RepositoryFiles.All, Has.None.StartsWith("artifacts/").And.None.Contains("/obj/"));
        Assert.That(RepositoryFiles.Text, Has.Member("README.md").And.No.Member("Kernel.Recordings/Files/le-small.kvmhv"));
        Assert.That(RepositoryFiles.Markdown, Has.Count.GreaterThan(30));
    });

    [Test]
    public void TheWalkFindsEveryFileThatGitTracks()
    {
        if (RepositoryFiles.FromGit() is not { } known)
        {
            Assert.Ignore("There is no git or no repository to compare the walk with.");
            return;
        }
        IEnumerable<string> present = known.Where(path => File.Exists(RepositoryFiles.PathOf(path)));
        Assert.That(present.Except(RepositoryFiles.FromWalk()), Is.Empty, "files that the walk misses");
    }
}
