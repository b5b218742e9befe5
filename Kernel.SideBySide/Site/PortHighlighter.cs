// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Pages;
using Kernel.SideBySide.Port;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Kernel.SideBySide.Site;

/// <summary>Highlights C#.</summary>
internal static class PortHighlighter
{
    /// <summary>The highlighted spans of a file, in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="linkTo">Gives the address of a function by its name, or null.</param>
    public static IEnumerable<HighlightedSpan> Spans(PortFile file, Func<string, string?> linkTo)
    {
        foreach (SyntaxToken token in file.Root.DescendantTokens())
        {
            foreach (HighlightedSpan comment in Comments(token.LeadingTrivia))
                yield return comment;
            if (StyleOf(token) is { } style)
            {
                string? link = token.IsCallee() ? linkTo(token.ValueText) : null;
                yield return new HighlightedSpan(token.SpanStart, token.Span.Length, style, link);
            }
            foreach (HighlightedSpan comment in Comments(token.TrailingTrivia))
                yield return comment;
        }
    }

    private static IEnumerable<HighlightedSpan> Comments(SyntaxTriviaList trivia)
    {
        foreach (SyntaxTrivia piece in trivia)
        {
            TextSpan span = piece.FullSpan;
            if (piece.IsKind(SyntaxKind.SingleLineCommentTrivia) || piece.IsKind(SyntaxKind.MultiLineCommentTrivia) || piece.HasStructure)
                yield return new HighlightedSpan(span.Start, span.Length, piece.IsDirective ? "d" : "m");
        }
    }

    private static string? StyleOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "num",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => "s",
        SyntaxKind.IdentifierToken when token.Parent is MethodDeclarationSyntax || token.IsCallee() => "f",
        SyntaxKind.IdentifierToken => IsType(token) ? "t" : null,
        _ => token.IsKeyword() ? "k" : null,
    };

    private static bool IsType(SyntaxToken token) => token.Parent is BaseTypeDeclarationSyntax or AttributeSyntax
        || (token.Parent is SimpleNameSyntax { Parent: { } parent } && IsTypeIn(parent));

    private static bool IsTypeIn(SyntaxNode parent) => parent
        is PointerTypeSyntax or VariableDeclarationSyntax or ParameterSyntax or CastExpressionSyntax or MethodDeclarationSyntax
        or TypeArgumentListSyntax or AttributeSyntax or SizeOfExpressionSyntax;
}
