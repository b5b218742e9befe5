// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>Inside a project, no two folders use each other, neither directly nor through other folders.</summary>
[TestFixture]
public sealed class FolderCycleTests
{
    // A project is added here once its folders have no cycle.
    [TestCase("Kernel.Analyzers")]
    [TestCase("Kernel.Analyzers/Summarizer")]
    [TestCase("Kernel/Host")]
    [TestCase("Kernel/Machine")]
    [TestCase("Kernel.Cli")]
    [TestCase("Kernel.Recordings")]
    [TestCase("Kernel.SideBySide")]
    public void FoldersOfAProjectHaveNoCycle(string project)
    {
        IReadOnlyDictionary<(string From, string To), string> uses = FolderGraph.OfProject(project);
        IReadOnlyList<string> cycles = FolderGraph.Cycles(uses.Keys);
        string inCycles = string.Join('\n', uses.Where(use => cycles.Any(cycle => IsIn(cycle, use.Key))).Select(use => use.Value));
        Assert.That(uses, Is.Not.Empty, "uses between folders");
        Assert.That(cycles, Is.Empty, inCycles);
    }

    [Test]
    public void FoldersThatUseEachOtherAreACycle()
    {
        IReadOnlyDictionary<(string From, string To), string> uses = FolderGraph.Of(
        [
            ("Program.cs", "class Program { static void Main() => new Lower.A().M(); }"),
            ("Lower/A.cs", "namespace Lower { public class A { public void M() => Upper.B.N(); } }"),
            ("Middle/C.cs", "namespace Middle { public class C : Lower.A; }"),
            ("Upper/B.cs", "namespace Upper { public class B { public static void N() { Middle.C c = new(); c.M(); } } }"),
        ]);
        Assert.That(FolderGraph.Cycles(uses.Keys), Is.EqualTo(new[] { "Lower <-> Middle <-> Upper" }));
        Assert.That(uses[("Lower", "Upper")], Is.EqualTo("Lower/A.cs uses B"));
    }

    [Test]
    public void FoldersThatUseOthersInOneDirectionAreNotACycle() => Assert.That(
        FolderGraph.Cycles([("a", "b"), ("a", "c"), ("b", "c")]), Is.Empty);

    private static bool IsIn(string cycle, (string From, string To) use)
    {
        string[] folders = cycle.Split(" <-> ");
        return folders.Contains(use.From) && folders.Contains(use.To);
    }
}
