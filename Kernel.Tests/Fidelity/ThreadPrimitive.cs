// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Tests.Fidelity;

/// <summary>The thread primitives of .NET, which only Kernel/Concurrency may use.</summary>
internal static class ThreadPrimitive
{
    // Tokens carry a request and wait for nothing. Disposing a registration waits for its callback; the only one, VirtualCpu.Signal, sets a
    // flag under a BriefLock and wakes the vcpu.
    private static readonly string[] Harmless =
        ["CancellationToken", "CancellationTokenSource", "CancellationTokenRegistration", "Timeout"];

    /// <summary>The nodes of a source that use a primitive. A name in a documentation comment is not a use.</summary>
    internal static IEnumerable<SyntaxNode> In(SyntaxTree tree, SemanticModel model) =>
        tree.GetRoot().DescendantNodes().Where(node => IsStatement(node) || IsName(node, model));

    private static bool IsStatement(SyntaxNode node) =>
        node is LockStatementSyntax or AwaitExpressionSyntax
        || (node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.VolatileKeyword));

    private static bool IsName(SyntaxNode node, SemanticModel model)
    {
        if (node is not SimpleNameSyntax || node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null)
            return false;
        SymbolInfo info = model.GetSymbolInfo(node);
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol is not null && (
            IsOfThreads(TypeOf(symbol)) || symbol is { Name: "CreateTimer", ContainingType.Name: "TimeProvider" });
    }

    private static INamedTypeSymbol? TypeOf(ISymbol symbol) => Outermost(symbol as INamedTypeSymbol ?? symbol.ContainingType);

    private static INamedTypeSymbol? Outermost(INamedTypeSymbol? type) => type?.ContainingType is { } around ? Outermost(around) : type;

    private static bool IsOfThreads(INamedTypeSymbol? type) => type?.ContainingNamespace.ToDisplayString() switch
    {
        "System.Threading" => !Harmless.Contains(type.Name),
        "System.Threading.Tasks" or "System.Threading.Channels" or "System.Collections.Concurrent" or "System.Timers" => true,
        "System" => type.Name is "ThreadStaticAttribute" or "Lazy",
        _ => false,
    };
}
