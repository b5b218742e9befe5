// SPDX-License-Identifier: GPL-2.0-only
using Basic.Reference.Assemblies;
using Kernel.Analyzers.Contracts;
using Kernel.Analyzers.Engine;
using Kernel.Analyzers.RealMode;
using Kernel.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Engine;

/// <summary>The analyzers read each body at most once, and only bodies that an annotated member reaches.</summary>
[TestFixture]
public sealed class CostTests
{
    private const int Levels = 200;

    // Two calls on each level: 2^200 paths from the top to the bottom.
    private static string Diamond => string.Join('\n', Enumerable.Range(0, Levels).Select(i =>
        $"static int F{i}(int n) => {(i == Levels - 1 ? "n" : $"F{i + 1}(n) + F{i + 1}(n + 1)")};"));

    [Test]
    public void ADiamondOfCallsReadsEachFunctionOnce()
    {
        CSharpCompilation compilation = Compile($"static class Code {{ {Diamond} }}");
        var kernel = new KernelCompilation(compilation, new AnalyzerOptions([]), OperationRules.All);
        IMethodSymbol top = compilation.GetTypeByMetadataName("Code")!.GetMembers("F0").OfType<IMethodSymbol>().Single();
        Assert.That(kernel.Search.Find(kernel.InstanceOf(top), Contract.RealMode.Forbids()), Is.Null);
        Assert.That(kernel.FunctionsRead, Is.EqualTo(Levels));
    }

    [Test]
    public void OnlyBodiesThatAnAnnotatedMemberReachesAreRead()
    {
        CSharpCompilation compilation = Compile(
            $"static class Code {{ [Kernel.RealMode] static int Marked(int n) => F{Levels - 2}(n); {Diamond} }}");
        var kernel = new KernelCompilation(compilation, new AnalyzerOptions([]), OperationRules.All);
        foreach (IMethodSymbol method in compilation.GetTypeByMetadataName("Code")!.GetMembers().OfType<IMethodSymbol>())
            ContractVerifier.Judge(method, kernel, static _ => { });
        Assert.That(kernel.FunctionsRead, Is.EqualTo(3));
    }

    [TestCaseSource(typeof(AllAnalyzers), nameof(AllAnalyzers.Instances))]
    public async Task WithoutTheAttributesNoActionIsRegistered(DiagnosticAnalyzer analyzer)
    {
        CompilationWithAnalyzers analysis = Compile("class Code { void M() { lock (this) { } } }",
            knowsAttributes: false).WithAnalyzers([analyzer]);
        Assert.That(await analysis.GetAnalyzerDiagnosticsAsync(), Is.Empty);
        AnalyzerTelemetryInfo telemetry = (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None))!;
        Assert.That(telemetry.CompilationStartActionsCount, Is.EqualTo(1));
        int[] actions =
        [
            telemetry.SymbolActionsCount, telemetry.SyntaxNodeActionsCount, telemetry.OperationActionsCount,
            telemetry.OperationBlockActionsCount, telemetry.CompilationEndActionsCount,
        ];
        Assert.That(actions, Is.All.Zero);
    }

    private static CSharpCompilation Compile(string source, bool knowsAttributes = true) => CSharpCompilation.Create(
        "cost", [CSharpSyntaxTree.ParseText(source)],
        knowsAttributes
            ? [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(RealModeAttribute).Assembly.Location)]
            : Net100.References.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
