// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Kernel.CodeFixes;

/// <summary>Writes the attribute of a contract on a declaration.</summary>
internal static class ContractAnnotation
{
    private const string Suffix = "Attribute";

    /// <summary>Puts the attribute on a declaration that has none.</summary>
    public static SyntaxEdit Add(SyntaxNode declaration, INamedTypeSymbol attribute, SemanticModel model) => new(
        declaration,
        current => With(current, List(declaration, Attribute(declaration, attribute, model))),
        Rank(attribute));

    /// <summary>
    /// Adds an escape with an empty reason, which does not count until the reason is written. Null if there is an escape already.
    /// </summary>
    public static SyntaxEdit? Escape(SyntaxNode declaration, INamedTypeSymbol attribute, SemanticModel model)
    {
        var argument = SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(ContractAttributes.Unchecked))
                .WithEqualsToken(SyntaxFactory.Token([SyntaxFactory.Space], SyntaxKind.EqualsToken, [SyntaxFactory.Space])),
            nameColon: null,
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal("")));

        var written = Written(declaration, attribute, model);
        if (written?.ArgumentList?.Arguments.Any(IsEscape) == true)
            return null;

        return written is not null
            ? new SyntaxEdit(written, current => ((AttributeSyntax)current).AddArgumentListArguments(argument))
            : new SyntaxEdit(
                declaration,
                current => With(current, List(declaration, Attribute(declaration, attribute, model).AddArgumentListArguments(argument))));
    }

    private static bool IsEscape(AttributeArgumentSyntax argument) =>
        argument.NameEquals?.Name.Identifier.ValueText == ContractAttributes.Unchecked;

    /// <summary>If two callers ask for different contracts, the edit of the stricter one is applied.</summary>
    private static int Rank(INamedTypeSymbol attribute) => attribute.Name == ContractAttributes.RealMode ? 1 : 0;

    private static AttributeSyntax? Written(SyntaxNode declaration, INamedTypeSymbol attribute, SemanticModel model) =>
        Lists(declaration)
            .SelectMany(list => list.Attributes)
            .FirstOrDefault(written => SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(written).Type, attribute));

    private static AttributeSyntax Attribute(SyntaxNode declaration, INamedTypeSymbol attribute, SemanticModel model)
    {
        var name = attribute.Name.Substring(0, attribute.Name.Length - Suffix.Length);
        var isInScope = model.LookupNamespacesAndTypes(declaration.SpanStart, name: attribute.Name)
            .Any(found => SymbolEqualityComparer.Default.Equals(found, attribute));
        return SyntaxFactory.Attribute(SyntaxFactory.ParseName(isInScope ? name : "global::Kernel." + name));
    }

    /// <summary>The attribute list, on a line of its own if the declaration begins a line.</summary>
    private static AttributeListSyntax List(SyntaxNode declaration, AttributeSyntax attribute)
    {
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute));
        if (declaration is TypeDeclarationSyntax)
        {
            list = list.WithTarget(SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.MethodKeyword))
                .WithTrailingTrivia(SyntaxFactory.Space));
        }

        var text = declaration.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(declaration.SpanStart);
        var indentation = text.ToString(TextSpan.FromBounds(line.Start, declaration.SpanStart));
        var lineBreak = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        var beginsLine = declaration is not (LambdaExpressionSyntax or AccessorDeclarationSyntax) &&
            string.IsNullOrWhiteSpace(indentation) && lineBreak.Length > 0;
        return beginsLine
            ? list.WithTrailingTrivia(SyntaxFactory.EndOfLine(lineBreak), SyntaxFactory.Whitespace(indentation))
            : list.WithTrailingTrivia(SyntaxFactory.Space);
    }

    private static SyntaxNode With(SyntaxNode declaration, AttributeListSyntax list)
    {
        var leading = declaration.GetLeadingTrivia();
        var bare = declaration.WithoutLeadingTrivia();
        SyntaxNode annotated = bare switch
        {
            MemberDeclarationSyntax member => member.WithAttributeLists(member.AttributeLists.Insert(0, list)),
            AccessorDeclarationSyntax accessor => accessor.WithAttributeLists(accessor.AttributeLists.Insert(0, list)),
            LocalFunctionStatementSyntax local => local.WithAttributeLists(local.AttributeLists.Insert(0, list)),
            ParenthesizedLambdaExpressionSyntax lambda => lambda.WithAttributeLists(lambda.AttributeLists.Insert(0, list)),
            SimpleLambdaExpressionSyntax lambda => Parenthesized(lambda).WithAttributeLists([list]),
            _ => bare,
        };
        return annotated.WithLeadingTrivia(leading);
    }

    /// <summary><c>(x) => …</c> for <c>x => …</c>, which cannot have an attribute.</summary>
    private static ParenthesizedLambdaExpressionSyntax Parenthesized(SimpleLambdaExpressionSyntax lambda) =>
        SyntaxFactory.ParenthesizedLambdaExpression(
            lambda.Modifiers,
            SyntaxFactory.ParameterList([lambda.Parameter.WithoutTrailingTrivia()])
                .WithTrailingTrivia(lambda.Parameter.GetTrailingTrivia()),
            lambda.Block,
            lambda.ExpressionBody).WithArrowToken(lambda.ArrowToken);

    private static SyntaxList<AttributeListSyntax> Lists(SyntaxNode declaration) => declaration switch
    {
        MemberDeclarationSyntax member => member.AttributeLists,
        AccessorDeclarationSyntax accessor => accessor.AttributeLists,
        LocalFunctionStatementSyntax local => local.AttributeLists,
        LambdaExpressionSyntax lambda => lambda.AttributeLists,
        _ => default,
    };
}
