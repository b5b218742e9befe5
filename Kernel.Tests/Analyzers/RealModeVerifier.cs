// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.RealMode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Kernel.Tests.Analyzers;

/// <summary>Runs the real-mode analyzer on C# 14 in which <c>{|ID:...|}</c> marks what must be reported; nothing else may be.</summary>
internal static class RealModeVerifier
{
    internal const string Prelude = """
        global using System;
        global using System.Collections.Generic;
        global using System.Diagnostics;
        global using System.IO;
        global using System.Numerics;
        global using System.Runtime.CompilerServices;
        global using System.Runtime.InteropServices;
        global using System.Runtime.Intrinsics;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Kernel;

        namespace Kernel;

        [AttributeUsage(AttributeTargets.All)]
        public sealed class RealModeAttribute : Attribute
        {
            public string? Unchecked { get; set; }
        }

        [AttributeUsage(AttributeTargets.All)]
        public sealed class AtomicAttribute : Attribute
        {
            public string? Unchecked { get; set; }
        }

        [AttributeUsage(AttributeTargets.All)]
        public sealed class MightSleepAttribute : Attribute;
        """;

    /// <summary>Verifies whole declarations under all rules, including those that are off by default.</summary>
    public static Task Declarations(string source) => AnalyzerVerifier<RealModeAnalyzer>.Test(source).RunAsync();

    /// <summary>Verifies statements in a [RealMode] method that has a parameter of every kind, under all rules.</summary>
    public static Task Body(string statements, string members = "") => Declarations(InMethod(statements, members));

    /// <summary>Verifies whole declarations as a user sees them: callees need no attribute.</summary>
    public static Task InferredDeclarations(string source) => Inferring(source).RunAsync();

    /// <summary>Verifies statements in a [RealMode] method as a user sees them: callees need no attribute.</summary>
    public static Task InferredBody(string statements, string members = "") => InferredDeclarations(InMethod(statements, members));

    /// <summary>Verifies the one diagnostic at {|#0:…|}, its arguments, and its further locations {|#1:…|}, {|#2:…|}, ….</summary>
    public static Task Chain(string source, string id, params string[] arguments)
    {
        var test = Inferring(source);
        DiagnosticResult expected = new DiagnosticResult(id, DiagnosticSeverity.Warning).WithArguments([.. arguments]);
        for (int i = 0; source.Contains($"{{|#{i}:", StringComparison.Ordinal); i++)
            expected = expected.WithLocation(i);
        test.ExpectedDiagnostics.Add(expected);
        return test.RunAsync();
    }

    private static CSharpAnalyzerTest<RealModeAnalyzer, DefaultVerifier> Inferring(string source)
    {
        var test = AnalyzerVerifier<RealModeAnalyzer>.Test(source);
        test.DisabledDiagnostics.Add("KRN1301");
        return test;
    }

    private static string InMethod(string statements, string members) => $$"""
        static unsafe class Code
        {
            [RealMode]
            static void Run(int number, object thing, string text, int[] array, Span<int> span, ulong* pointer)
            {
                {{statements}}
            }

            {{members}}
        }
        """;
}
