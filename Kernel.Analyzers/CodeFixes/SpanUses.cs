// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Whether a span can replace a string or an array.</summary>
internal static class SpanUses
{
    public static bool IsSpan(ITypeSymbol? type) =>
        type is INamedTypeSymbol
        {
            Name: "Span" or "ReadOnlySpan", Arity: 1,
            ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
        };

    /// <summary>Whether the expression is only read through its length, one element or a loop, which work alike on a span.</summary>
    public static bool IsReadByElement(ExpressionSyntax expression, SemanticModel model) => expression.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == expression && access.Name.Identifier.ValueText == "Length",
        ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } indices } access => access.Expression == expression &&
            model.GetTypeInfo(indices[0].Expression).Type is { Name: not "Range" },
        CommonForEachStatementSyntax loop => loop.Expression == expression,
        _ => false,
    };

    /// <summary>Whether, in the trial, the argument is passed as a span to a member of the same name, owner and result as before.</summary>
    public static bool IsTakenAsSpan(ExpressionSyntax argument, SemanticModel model, TrialReplacement trial) =>
        IsSpan(trial.Model.GetTypeInfo(trial.Node).ConvertedType) &&
        Member(argument, model) is { } before &&
        Member(trial.Node, trial.Model) is { } after &&
        before.Name == after.Name &&
        before.ContainingType.ToDisplayString() == after.ContainingType.ToDisplayString() &&
        before.ReturnType.ToDisplayString() == after.ReturnType.ToDisplayString();

    /// <summary>The type syntax of <c>Span&lt;T&gt;</c> or <c>ReadOnlySpan&lt;T&gt;</c>, minimally qualified at the position.</summary>
    public static TypeSyntax Write(string name, ITypeSymbol element, SemanticModel model, int position) =>
        SyntaxFactory.ParseTypeName(
            model.Compilation.GetTypeByMetadataName("System." + name + "`1")!.Construct(element).ToMinimalDisplayString(model, position));

    private static IMethodSymbol? Member(SyntaxNode argument, SemanticModel model) =>
        argument.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax }
            ? model.GetSymbolInfo(argument.Parent.Parent.Parent).Symbol as IMethodSymbol
            : null;
}
