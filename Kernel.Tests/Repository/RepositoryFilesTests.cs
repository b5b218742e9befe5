// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>The list of files that the other tests of this folder look at.</summary>
[TestFixture]
public sealed class RepositoryFilesTests
{
    [Test]
    public void SourcesPagesAndDataAreFound() => Assert.Multiple(() =>
    {
        Assert.That(RepositoryFiles.All, Has.Count.GreaterThan(600));
        Assert.That(RepositoryFiles.All, Has.Member("README.md").And.Member("Kernel/arch/powerpc/kvm/book3s_hv.cs").And.Member(".editorconfig"));
        Assert.That(RepositoryFiles.All, Has.None.StartsWith("artifacts/").And.None.Contains("/obj/"));
        Assert.That(RepositoryFiles.Text, Has.Member("README.md").And.No.Member("Kernel.Recordings/Files/le-small.kvmhv"));
        Assert.That(RepositoryFiles.Markdown, Has.Count.GreaterThan(30));
    });

    [Test]
    public void TheWalkFindsWhatGitKnows()
    {
        if (RepositoryFiles.FromGit() is not { } known)
        {
            Assert.Ignore("There is no git here, or no repository: nothing to compare the walk with.");
            return;
        }
        IEnumerable<string> present = known.Where(path => File.Exists(RepositoryFiles.PathOf(path)));
        Assert.That(present.Except(RepositoryFiles.FromWalk()), Is.Empty, "without git these would not be looked at");
    }
}
