// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernel.Tests.Analyzers.CodeFixes;

/// <summary>Reports one rule on chosen operations, so that a fix is tested independently of the analyzer.</summary>
public abstract class OperationStub(string id) : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule = new(id, "Stub", "Stub", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule];

    protected abstract ImmutableArray<OperationKind> Kinds { get; }

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Judge, Kinds);
    }

    /// <summary>The locations down the chain of an operation to report, empty if it has none; null if the operation is fine.</summary>
    protected abstract ImmutableArray<Location>? Fault(IOperation operation, ISymbol method);

    protected static bool IsRestricted(ISymbol method) =>
        method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "RealModeAttribute" or "AtomicAttribute");

    private void Judge(OperationAnalysisContext context)
    {
        var syntax = context.Operation.Syntax;
        if (syntax is AttributeSyntax || context.Operation.SemanticModel?.GetEnclosingSymbol(syntax.SpanStart) is not { } method)
            return;
        if (Fault(context.Operation, method) is { } chain)
            context.ReportDiagnostic(Diagnostic.Create(_rule, syntax.GetLocation(), chain));
    }
}
