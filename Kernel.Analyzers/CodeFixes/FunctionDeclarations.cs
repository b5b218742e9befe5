// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Finds the declarations of functions.</summary>
internal static class FunctionDeclarations
{
    /// <summary>The declaration of the innermost function that contains the node, on which an attribute can be written.</summary>
    public static SyntaxNode? Enclosing(SyntaxNode node) =>
        node.AncestorsAndSelf().Select(Declaration).FirstOrDefault(found => found is not null);

    /// <summary>The declaration on which an attribute of the member can be written; null if there is none in source.</summary>
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
        var isPrimaryConstructor = node is TypeDeclarationSyntax { ParameterList: not null } &&
            member is IMethodSymbol { MethodKind: MethodKind.Constructor };
        return node is BasePropertyDeclarationSyntax or DelegateDeclarationSyntax || isPrimaryConstructor ? node : Declaration(node);
    }

    /// <summary>The function of a declaration; null for an anonymous method, which cannot have an attribute.</summary>
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
