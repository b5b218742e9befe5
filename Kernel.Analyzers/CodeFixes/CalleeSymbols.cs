// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>The members that an operation calls, found by the syntax at which the diagnostic is reported.</summary>
internal static class CalleeSymbols
{
    public static IEnumerable<ISymbol> Of(SyntaxNode node, SemanticModel model)
    {
        if (node.Parent is CommonForEachStatementSyntax loop && loop.Expression == node)
            return OfForEach(model.GetForEachStatementInfo(loop));

        var symbol = model.GetSymbolInfo(node).Symbol;
        return symbol switch
        {
            IMethodSymbol or IPropertySymbol => [Source(symbol)],

            // A variable of a delegate type that is called like a method calls Invoke of its type.
            _ => node is InvocationExpressionSyntax invocation &&
                model.GetTypeInfo(invocation.Expression).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
                ? [invoke.OriginalDefinition]
                : OfImplied(node, model),
        };
    }

    private static IEnumerable<ISymbol> OfForEach(ForEachStatementInfo info) =>
        new ISymbol?[] { info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty, info.DisposeMethod }
            .Where(member => member is not null)
            .Select(member => Source(member!));

    private static IEnumerable<ISymbol> OfImplied(SyntaxNode node, SemanticModel model) => node switch
    {
        AssignmentExpressionSyntax assignment when model.GetDeconstructionInfo(assignment).Method is { } deconstruct =>
            [Source(deconstruct)],
        ExpressionSyntax expression when model.GetConversion(expression).MethodSymbol is { } conversion => [Source(conversion)],
        _ => [],
    };

    private static ISymbol Source(ISymbol member) =>
        (member is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : member).OriginalDefinition;
}
