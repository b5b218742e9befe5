// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Xml.Linq;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>The original commit is defined in one place, and every mention agrees with it.</summary>
[TestFixture]
public sealed class OriginalCommitTests
{
    private const string Constant = "0123456789abcdef0123456789abcdef01234567";

    private static string Commit => typeof(PortOfAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "OriginalCommit").Value!;

    [Test]
    public void TheOriginalCommitIsDefinedOnlyInDirectoryBuildProps()
    {
        IEnumerable<string> constants =
            XDocument.Load(RepositoryFiles.PathOf("Directory.Build.props")).Descendants("OriginalCommit").Select(element => element.Value);
        Assert.That(constants, Is.EqualTo(new[] { Commit }), "the constant is that of the assembly");
        IEnumerable<string> setting = RepositoryFiles.Text.Where(path => Path.GetExtension(path) is ".csproj" or ".props" or ".targets")
            .Where(path => RepositoryFiles.TextOf(path).Contains("<OriginalCommit>", StringComparison.Ordinal));
        Assert.That(setting, Is.EqualTo(new[] { "Directory.Build.props" }));
    }

    [Test]
    public void EveryMentionOfTheOriginalCommitAgreesWithTheConstant()
    {
        Dictionary<string, string> mentions = RepositoryFiles.Text.Select(path => (path, text: RepositoryFiles.TextOf(path)))
            .Where(file => file.text.Contains(Commit[..7], StringComparison.Ordinal)).ToDictionary(file => file.path, file => file.text);
        Assert.That(mentions, Has.Count.GreaterThan(10), "mentions are found");
        Assert.That(mentions.SelectMany(file => OriginalCommitReferences.ComplaintsAbout(file.Key, file.Value, Commit)), Is.Empty);
        IEnumerable<string> idle = OriginalCommitReferences.Known
            .Where(path => !mentions.GetValueOrDefault(path, "").Contains(Commit, StringComparison.Ordinal));
        Assert.That(idle, Is.Empty, "files on the list without the whole hash");
    }

    [TestCase("docs/a.md", "as of 0123456789abcdef0123456789abcdef01234567", "docs/a.md: has the whole hash; use its first 12 digits.")]
    [TestCase(
        "Kernel/Native/A.cs", "const string Commit = \"0123456789abcdef0123456789abcdef01234567\";",
        "Kernel/Native/A.cs: has the whole hash; use its first 12 digits.")]
    [TestCase(
        "Kernel/arch/a.cs", "// Ported from arch/b.c, Linux commit 0123456789abcdef0123456789abcdef01234567",
        "Kernel/arch/a.cs: has the whole hash; use its first 12 digits.")]
    [TestCase(
        "README.md", "0123456789abcdef0123456789abcdef01234568",
        "README.md: 0123456789abcdef0123456789abcdef01234568 is neither the commit nor its first 12 digits.")]
    [TestCase(
        "Kernel.Tests/Data/a.json", "as of 0123456a", "Kernel.Tests/Data/a.json: 0123456a is neither the commit nor its first 12 digits.")]
    [TestCase("docs/a.md", "as of 0123456", "docs/a.md: 0123456 is neither the commit nor its first 12 digits.")]
    public void AWrongMentionOfTheCommitIsFound(string path, string text, string complaint) =>
        Assert.That(OriginalCommitReferences.ComplaintsAbout(path, text, Constant), Is.EqualTo(new[] { complaint }));

    [TestCase("Kernel.Tests/Data/a.json", "as of 0123456")]
    [TestCase("docs/a.md", "as of 0123456789ab, after fedcba9876543210")]
    [TestCase("Kernel/arch/a.cs", "// Ported from arch/a.c, Linux commit 0123456789abcdef0123456789abcdef01234567")]
    [TestCase("README.md", "https://git.kernel.org/torvalds/c/0123456789abcdef0123456789abcdef01234567")]
    public void ARightMentionOfTheCommitIsNotReported(string path, string text) =>
        Assert.That(OriginalCommitReferences.ComplaintsAbout(path, text, Constant), Is.Empty);
}
