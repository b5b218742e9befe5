// SPDX-License-Identifier: GPL-2.0-only
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Kernel.Tests.Analyzers;

/// <summary>Runs one analyzer on C# 14 in which <c>{|ID:...|}</c> marks what must be reported; nothing else may be.</summary>
internal static class AnalyzerVerifier<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable)
        .WithSpecificDiagnosticOptions([new("CS0626", ReportDiagnostic.Suppress), new("CS0436", ReportDiagnostic.Suppress)]);

    /// <summary>Verifies declarations that take the attributes from the library. Callees need no attribute.</summary>
    public static Task Run(string source)
    {
        var test = Test(source);
        test.DisabledDiagnostics.Add("KRN1301");
        test.TestState.AdditionalReferences.Add(typeof(AcquiresAttribute).Assembly);
        return test.RunAsync();
    }

    public static CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> Test(string source)
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
        {
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            TestState = { Sources = { RealModeVerifier.Prelude, source } },
        };
        test.TestState.AdditionalReferences.AddRange(Net100.References.All);
        test.SolutionTransforms.Add((solution, project) => solution
            .WithProjectParseOptions(project, new CSharpParseOptions(LanguageVersion.CSharp14))
            .WithProjectCompilationOptions(project, Options));
        return test;
    }
}
