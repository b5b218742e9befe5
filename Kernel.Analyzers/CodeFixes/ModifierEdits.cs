// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Adds and removes modifiers of declarations and lambdas, and keeps the rest of the text.</summary>
internal static class ModifierEdits
{
    /// <summary>Adds <c>sealed</c> after the accessibility modifiers.</summary>
    public static SyntaxNode Seal(SyntaxNode declaration)
    {
        var member = (MemberDeclarationSyntax)declaration;
        var index = member.Modifiers.TakeWhile(modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind())).Count();
        var token = Keyword(SyntaxKind.SealedKeyword);
        if (index > 0)
            return member.WithModifiers(member.Modifiers.Insert(index, token));

        // The new token becomes the first after the attributes and takes over the leading trivia.
        var first = member.Modifiers.Count > 0 ? member.Modifiers[0] : FirstAfterAttributes(member);
        var stripped = member.ReplaceToken(first, first.WithLeadingTrivia());
        return stripped.WithModifiers(stripped.Modifiers.Insert(0, token.WithLeadingTrivia(first.LeadingTrivia)));
    }

    public static SyntaxNode MakeNonVirtual(SyntaxNode declaration)
    {
        var member = (MemberDeclarationSyntax)declaration;
        var modifier = member.Modifiers.First(candidate => candidate.IsKind(SyntaxKind.VirtualKeyword));
        var next = modifier.GetNextToken();
        var moved = member.ReplaceToken(next, next.WithLeadingTrivia(modifier.LeadingTrivia));
        return moved.WithModifiers(moved.Modifiers.Remove(moved.Modifiers.First(candidate => candidate.IsKind(SyntaxKind.VirtualKeyword))));
    }

    public static SyntaxNode MakeStatic(SyntaxNode lambda)
    {
        var function = (AnonymousFunctionExpressionSyntax)lambda;
        var first = function.Modifiers.Count > 0 ? function.Modifiers[0] : FirstAfterAttributes(function);
        var stripped = function.ReplaceToken(first, first.WithLeadingTrivia());
        var keyword = Keyword(SyntaxKind.StaticKeyword).WithLeadingTrivia(first.LeadingTrivia);
        return stripped.WithModifiers(stripped.Modifiers.Insert(0, keyword));
    }

    private static SyntaxToken FirstAfterAttributes(SyntaxNode node) =>
        node.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList)) is var child && child.IsToken
            ? child.AsToken()
            : child.AsNode()!.GetFirstToken();

    private static SyntaxToken Keyword(SyntaxKind kind) => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);
}
