// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Port;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Kernel.SideBySide.Site;

/// <summary>Colours C#.</summary>
internal static class PortHighlighter
{
    /// <summary>The coloured stretches of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="linkTo">Where a callee is, or null.</param>
    public static IEnumerable<Span> Spans(PortFile file, Func<string, string?> linkTo)
    {
        foreach (SyntaxToken token in file.Root.DescendantTokens())
        {
            foreach (Span comment in Comments(token.LeadingTrivia))
                yield return comment;
            if (StyleOf(token) is { } style)
                yield return new Span(token.SpanStart, token.Span.Length, style, token.IsCallee() ? linkTo(token.ValueText) : null);
            foreach (Span comment in Comments(token.TrailingTrivia))
                yield return comment;
        }
    }

    private static IEnumerable<Span> Comments(SyntaxTriviaList trivia)
    {
        foreach (SyntaxTrivia piece in trivia)
        {
            TextSpan span = piece.FullSpan;
            if (piece.IsKind(SyntaxKind.SingleLineCommentTrivia) || piece.IsKind(SyntaxKind.MultiLineCommentTrivia) || piece.HasStructure)
                yield return new Span(span.Start, span.Length, piece.IsDirective ? "d" : "m");
        }
    }

    private static string? StyleOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "num",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => "s",
        SyntaxKind.IdentifierToken => token.Parent is MethodDeclarationSyntax || token.IsCallee() ? "f" : IsType(token) ? "t" : null,
        _ => token.IsKeyword() ? "k" : null,
    };

    private static bool IsType(SyntaxToken token) => token.Parent is BaseTypeDeclarationSyntax or AttributeSyntax
        || (token.Parent is SimpleNameSyntax name && name.Parent is PointerTypeSyntax or VariableDeclarationSyntax or ParameterSyntax or CastExpressionSyntax
            or MethodDeclarationSyntax or TypeArgumentListSyntax or AttributeSyntax or SizeOfExpressionSyntax);
}
