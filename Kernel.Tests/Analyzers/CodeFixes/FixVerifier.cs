// SPDX-License-Identifier: GPL-2.0-only
using Basic.Reference.Assemblies;
using Kernel.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Kernel.Tests.Analyzers.CodeFixes;

/// <summary>
/// Applies a fix to what an analyzer reports, one by one and then all at once (in the document, the project and the solution), and
/// compares the text.
/// </summary>
internal static class FixVerifier<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : RemedyProvider, new()
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Runtime.CompilerServices;
        global using System.Runtime.InteropServices;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Verifies that the fix turns the source into the expected one. Diagnostics that remain are marked in both.</summary>
    /// <param name="source">The source; <c>{|ID:…|}</c> marks what is reported.</param>
    /// <param name="expected">The source after all fixes.</param>
    /// <param name="key">The equivalence key of the remedy to apply, if the fix has several.</param>
    /// <param name="steps">The number of single fixes, if one fix does not remove exactly one diagnostic.</param>
    /// <param name="expectedAtOnce">The source after fixing all at once, if that differs.</param>
    public static Task Fixes(string source, string expected, string? key = null, int? steps = null, string? expectedAtOnce = null)
    {
        var test = Create();
        test.TestState.Sources.Add(source);
        test.FixedState.Sources.Add(Usings);
        test.FixedState.Sources.Add(expected);
        if (expectedAtOnce is not null)
        {
            test.BatchFixedState.Sources.Add(Usings);
            test.BatchFixedState.Sources.Add(expectedAtOnce);
        }

        test.CodeActionEquivalenceKey = key;
        test.NumberOfIncrementalIterations = steps;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();
    }

    /// <summary>Verifies the fix in several files.</summary>
    public static Task Fixes(string[] sources, string[] expected, int? steps = null)
    {
        var test = Create();
        foreach (var source in sources)
            test.TestState.Sources.Add(source);
        test.FixedState.Sources.Add(Usings);
        foreach (var source in expected)
            test.FixedState.Sources.Add(source);
        test.NumberOfIncrementalIterations = steps;
        test.NumberOfFixAllIterations = 1;
        test.NumberOfFixAllInDocumentIterations = steps;
        return test.RunAsync();
    }

    /// <summary>Verifies that the fix offers nothing for the diagnostics.</summary>
    public static Task OffersNothing(string source, string? key = null)
    {
        var test = Create();
        test.TestState.Sources.Add(source);

        // Without an expected state the fix would not be run.
        test.FixedState.Sources.Add(Usings);
        test.FixedState.Sources.Add(source);
        test.CodeActionEquivalenceKey = key;
        return test.RunAsync();
    }

    private static CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> Create()
    {
        var test = new CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        {
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            TestState = { Sources = { Usings } },
        };
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        test.TestState.AdditionalReferences.AddRange(Net100.References.All);
        test.TestState.AdditionalReferences.Add(MetadataReference.CreateFromFile(typeof(RealModeAttribute).Assembly.Location));
        test.SolutionTransforms.Add(Modernize);
        return test;
    }

    private static Solution Modernize(Solution solution, ProjectId project) => solution
        .WithProjectParseOptions(project, new CSharpParseOptions(LanguageVersion.CSharp14))
        .WithProjectCompilationOptions(project, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
}
