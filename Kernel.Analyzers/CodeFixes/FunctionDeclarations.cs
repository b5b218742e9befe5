// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>The declarations of functions: which one a node belongs to, and which one declares a symbol.</summary>
internal static class FunctionDeclarations
{
    /// <summary>The innermost function that the node is part of, as the declaration that an attribute is written on.</summary>
    public static SyntaxNode? Enclosing(SyntaxNode node) =>
        node.AncestorsAndSelf().Select(Declaration).FirstOrDefault(found => found is not null);

    /// <summary>Where the attribute of the member is written, if that is in source and can be.</summary>
    public static async Task<SyntaxNode?> OfAsync(ISymbol member, CancellationToken cancellationToken)
    {
        var declared = member switch
        {
            IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } invoke => invoke.ContainingType,
            IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => property,
            _ => member,
        };

        if (declared.IsImplicitlyDeclared || declared.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference)
            return null;

        var node = await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        return node is BasePropertyDeclarationSyntax or DelegateDeclarationSyntax ? node :
            node is TypeDeclarationSyntax { ParameterList: not null } && member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? node :
            Declaration(node);
    }

    /// <summary>The function that a declaration declares. An anonymous method can carry no attribute.</summary>
    public static IMethodSymbol? Symbol(SyntaxNode declaration, SemanticModel model) =>
        declaration is LambdaExpressionSyntax
            ? model.GetSymbolInfo(declaration).Symbol as IMethodSymbol
            : model.GetDeclaredSymbol(declaration) switch
            {
                IMethodSymbol method => method,
                IPropertySymbol property => property.GetMethod,
                _ => null,
            };

    private static SyntaxNode? Declaration(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or LambdaExpressionSyntax => node,
        ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax property } => property,
        _ => null,
    };
}
