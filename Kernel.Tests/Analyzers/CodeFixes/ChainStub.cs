// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernel.Tests.Analyzers.CodeFixes;

/// <summary>
/// Reports calls in restricted methods that lead to <c>Thread.Sleep</c>, with the calls of the chain as further locations.
/// </summary>
public sealed class ChainStub() : OperationStub("KRN1001")
{
    protected override ImmutableArray<OperationKind> Kinds => [OperationKind.Invocation];

    protected override ImmutableArray<Location>? Fault(IOperation operation, ISymbol method) =>
        IsRestricted(method) ? ChainOf(((IInvocationOperation)operation).TargetMethod, operation.SemanticModel!.Compilation) : null;

    private static ImmutableArray<Location>? ChainOf(IMethodSymbol callee, Compilation compilation)
    {
        if (callee is { Name: "Sleep", ContainingType.Name: "Thread" })
            return [];
        if (IsRestricted(callee) || callee.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } declaration)
            return null;

        var model = compilation.GetSemanticModel(declaration.SyntaxTree);
        foreach (var call in declaration.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(call).Symbol is IMethodSymbol next && ChainOf(next, compilation) is { } rest)
                return [call.GetLocation(), .. rest];
        }

        return null;
    }
}
