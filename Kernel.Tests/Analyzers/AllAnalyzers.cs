// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers.RealMode;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernel.Tests.Analyzers;

/// <summary>All analyzers of Kernel.Analyzers.</summary>
internal static class AllAnalyzers
{
    public static IEnumerable<DiagnosticAnalyzer> Instances => typeof(RealModeAnalyzer).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);
}
