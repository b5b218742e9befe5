// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>Every public member is documented: the compiler requires a comment, and these tests require that it is not empty.</summary>
[TestFixture]
public sealed partial class DocumentationTests
{
    // Sections of .editorconfig in which the compiler requires no comments, with the reason.
    private static readonly Dictionary<string, string> WithoutRequirement = new(StringComparer.Ordinal)
    {
        ["[Kernel/{arch,include,virt}/**.cs]"] = "no type is public, and the names are those of the C",
        ["[Kernel.Tests/**.cs]"] = "the names of tests are sentences",
    };

    // Every folder with a project, except the tests.
    private static IEnumerable<string> Projects => RepositoryFiles.All
        .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).Select(path => path.Split('/')[0])
        .Where(folder => folder != "Kernel.Tests").Distinct();

    private static IEnumerable<string> SourcesOf(string project) =>
        RepositoryFiles.All.Where(
            path => path.StartsWith(project + "/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    [Test]
    public void EveryProjectIsChecked() =>
        Assert.That(
            Projects, Is.SupersetOf(new[] { "Kernel", "Kernel.Analyzers", "Kernel.Cli", "Kernel.Benchmarks", "examples", "scenarios" }));

    [TestCaseSource(nameof(Projects))]
    public void EveryPublicMemberHasASummary(string project)
    {
        (int count, IReadOnlyList<string> undocumented) =
            PublicMembers.In(SourcesOf(project).Select(path => (path, RepositoryFiles.TextOf(path))));
        TestContext.Out.WriteLine($"{count} public members");
        Assert.That(undocumented, Is.Empty);
        if (project == "Kernel")
            Assert.That(count, Is.GreaterThan(500), "public members are found");
    }

    [Test]
    public void NoTypeOfThePortZoneIsPublic() => Assert.That(
        SourcesOf("Kernel").Where(path => PortZone().IsMatch(path)).SelectMany(path => Visible(path)), Is.Empty,
        "public types without a required comment");

    [Test]
    public void TheCompilerRequiresCommentsEverywhereElse()
    {
        string section = "";
        List<string> off = [];
        foreach (string line in RepositoryFiles.TextOf(".editorconfig").Split('\n'))
        {
            if (line.StartsWith('['))
                section = line;
            else if (line.Contains("CS1591", StringComparison.Ordinal))
                off.Add(section);
        }
        Assert.That(off, Is.EquivalentTo(WithoutRequirement.Keys));
        IEnumerable<string> suppressing =
            RepositoryFiles.Text.Where(path => Path.GetExtension(path) is ".cs" or ".csproj" or ".props" or ".targets" or ".globalconfig")
            .Where(path => Suppression().IsMatch(RepositoryFiles.TextOf(path)));
        Assert.That(suppressing, Is.Empty, "files that switch CS1591 off");
        IEnumerable<string> without = RepositoryFiles.Text.Where(path => Path.GetExtension(path) is ".csproj" or ".props" or ".targets")
            .Where(path => RepositoryFiles.TextOf(path).Contains("<GenerateDocumentationFile>false", StringComparison.Ordinal));
        Assert.That(
            without, Is.EqualTo(new[] { "Kernel.Tests/Kernel.Tests.csproj" }), "projects whose comments the compiler does not check");
        Assert.That(
            RepositoryFiles.TextOf("Directory.Build.props"),
            Does.Contain("<GenerateDocumentationFile>true</GenerateDocumentationFile>")
                .And.Contain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>"));
    }

    [TestCase("public class C;", "C")]
    [TestCase("/// <summary> </summary>\npublic class C;", "C")]
    [TestCase("/// <remarks>About it.</remarks>\npublic class C;", "C")]
    [TestCase("/// <summary>It.</summary>\npublic class C { public void M(int i) {} }", "C.M(int i)")]
    [TestCase("/// <summary>It.</summary>\npublic class C { protected int f; }", "C.f")]
    [TestCase("/// <summary>It.</summary>\npublic interface I { int P { get; } }", "I.P")]
    [TestCase("/// <summary>It.</summary>\npublic enum E { A }", "E.A")]
    [TestCase(
        "/// <summary>It.</summary>\n/// <param name=\"A\">One.</param>\npublic record struct R(int A, int B);",
        "public record struct R.B")]
    [TestCase(
        "/// <summary>It.</summary>\npublic class C { /// <summary>Sum.</summary>\npublic static C operator +(C a, C b) => a; "
        + "public static C operator -(C a, C b) => a; }",
        "C.operator -(C a, C b)")]
    [TestCase("/// <summary>It.</summary>\npublic partial class C; public partial class C;", null)]
    [TestCase(
        "/// <summary><see cref=\"object\"/></summary>\npublic class C { /// <inheritdoc/>\npublic override string ToString() => \"\"; "
        + "private int f; internal int g; private protected int h; }",
        null)]
    [TestCase("class C { public void M() {} }", null)]
    [TestCase("class C { public class D; }", null)]
    public void APublicMemberWithoutASummaryIsFound(string source, string? name) => Assert.That(
        PublicMembers.In([("a.cs", source)]).Undocumented
            .Select(complaint => complaint[(complaint.IndexOf(' ', StringComparison.Ordinal) + 1)..]),
        Is.EqualTo(name is null ? [] : new[] { $"{name} has no summary." }));

    private static IEnumerable<string> Visible(string path)
    {
        (int count, _) = PublicMembers.In([(path, RepositoryFiles.TextOf(path))]);
        return count == 0 ? [] : [path];
    }

    [GeneratedRegex("^Kernel/(arch|include|virt)/")]
    private static partial Regex PortZone();

    // The number is split, so that this file does not match.
    [GeneratedRegex("(warning disable|NoWarn>|dotnet_diagnostic\\.).*(CS)?15" + "91")]
    private static partial Regex Suppression();
}
