// SPDX-License-Identifier: GPL-2.0-only
using Basic.Reference.Assemblies;
using Kernel.Analyzers.Library.Summaries;
using Kernel.Tests.Analyzers.Package;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Summarizer;

/// <summary>The summaries that the tool writes for an assembly.</summary>
[TestFixture]
public sealed class SummarizerTests
{
    private const int Length = 20;
    private const int Overriders = 100;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("kernel-summarizer-");

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    // Each method is declared before the one that it calls, so one pass over the methods finds one more that never returns.
    [Test]
    public void AllocationForAnExceptionIsIgnoredAtAnyDistanceFromTheThrow()
    {
        string chain = string.Concat(Enumerable.Range(0, Length)
            .Select(i => $"static void Fail{i}(object o) => {(i == Length - 1 ? "throw null!" : $"Fail{i + 1}(o)")};\n"));
        SummaryTable table = Summarize($$"""
            public static class C
            {
                public static void Checks(object? o) { if (o == null) Fail0(new object()); }
                {{chain}}
            }
            """);
        Assert.That(table.Find("M:C.Checks(System.Object)")!.Flags, Is.EqualTo(SummaryFlags.None));
    }

    [Test]
    public void EveryOverrideOfAnInternalMemberCounts()
    {
        string others = string.Concat(Enumerable.Range(0,
            Overriders).Select(i => $"sealed class D{i} : B {{ public override void V() {{ }} }}\n"));
        SummaryTable table = Summarize($$"""
            abstract class B { public abstract void V(); }
            sealed class Allocates : B { public override void V() => System.GC.KeepAlive(new object()); }
            {{others}}
            public static class C
            {
                internal static B? Current;
                public static void Calls() => Current!.V();
            }
            """);
        Assert.That(table.Find("M:C.Calls")!.Flags, Is.EqualTo(SummaryFlags.Allocates));
    }

    [TestCase(12, false)]
    [TestCase(13, true)]
    public void MethodWithTooManyConditionsIsUnknown(int variables, bool isUnknown)
    {
        string types = string.Join(", ", Enumerable.Range(0, variables).Select(i => $"T{i}"));
        string parameters = string.Join(", ", Enumerable.Range(0, variables).Select(i => $"T{i} t{i}"));
        string boxes = string.Concat(Enumerable.Range(0, variables).Select(i => $"System.GC.KeepAlive(t{i});\n"));
        SummaryTable table = Summarize($"public static class C {{ public static void Boxes<{types}>({parameters}) {{ {boxes} }} }}");
        string id = $"M:C.Boxes``{variables}({string.Join(',', Enumerable.Range(0, variables).Select(i => $"``{i}"))})";
        LibrarySummary summary = table.Find(id)!;
        Assert.That(summary.Flags, Is.EqualTo(isUnknown ? SummaryFlags.Unknown : SummaryFlags.None));
        Assert.That(summary.Conditions, Has.Count.EqualTo(isUnknown ? 0 : variables));
    }

    private SummaryTable Summarize(string source)
    {
        string assembly = Path.Combine(_folder.FullName, "Summarized.dll");
        string summaries = Path.Combine(_folder.FullName, "Summarized.effects");
        CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Summarized", [CSharpSyntaxTree.ParseText(source)], Net100.References.All,
            options.WithNullableContextOptions(NullableContextOptions.Enable));
        EmitResult emitted = compilation.Emit(assembly);
        Assert.That(emitted.Success, Is.True, string.Join('\n', emitted.Diagnostics));

        (int exitCode, string output) = Dotnet.Run(_folder.FullName, ToolPath(), "--assembly", assembly, "--out", summaries);
        Assert.That(exitCode, Is.Zero, output);
        return SummaryTable.Parse(File.ReadAllText(summaries))!;
    }

    /// <summary>The tool that was built in the same configuration as the tests.</summary>
    private static string ToolPath()
    {
        DirectoryInfo tests = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(tests.Parent!.Parent!.FullName, "Kernel.Summarizer", tests.Name, "kernel-summarizer.dll");
    }
}
