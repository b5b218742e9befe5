// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Replaces a string by a literal if all its parts are constants that every culture formats alike.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ConstantStringFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.StringBuilding];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await DiagnosticSite.OfCauseAsync(document.Project.Solution, diagnostic, cancellationToken).ConfigureAwait(false) is { } site &&
        site.Node is ExpressionSyntax expression &&
        Value(expression, site.Model) is { } value
            ? [new Remedy("Write the constant string", "ConstantString",
                [new SyntaxEdit(expression, current => Literal(value).WithTriviaFrom(current))])]
            : [];

    private static LiteralExpressionSyntax Literal(string value) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(value));

    private static string? Value(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        InterpolatedStringExpressionSyntax interpolated when IsString(expression, model) =>
            Joined(interpolated.Contents.Select(content => Part(content, interpolated, model))),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } binary when IsString(expression, model) =>
            Joined([Operand(binary.Left, model), Operand(binary.Right, model)]),
        _ => null,
    };

    private static string? Operand(ExpressionSyntax operand, SemanticModel model) => operand switch
    {
        ParenthesizedExpressionSyntax parenthesized => Operand(parenthesized.Expression, model),
        _ => Constant(operand, model) ?? Value(operand, model),
    };

    private static string? Part(
        InterpolatedStringContentSyntax content, InterpolatedStringExpressionSyntax whole, SemanticModel model) =>
        content switch
        {
            InterpolatedStringTextSyntax text => Text(text.TextToken.ValueText, whole.StringStartToken.Kind()),
            InterpolationSyntax { AlignmentClause: null, FormatClause: null } hole => Operand(hole.Expression, model),
            _ => null,
        };

    /// <summary>
    /// The text of an interpolation token, with doubled braces resolved; null for a multi-line raw string, whose indentation is not part
    /// of the text.
    /// </summary>
    private static string? Text(string value, SyntaxKind start) => start switch
    {
        SyntaxKind.InterpolatedMultiLineRawStringStartToken => null,
        SyntaxKind.InterpolatedSingleLineRawStringStartToken => value,
        _ => value.Replace("{{", "{").Replace("}}", "}"),
    };

    private static string? Joined(IEnumerable<string?> parts)
    {
        var all = parts.ToList();
        return all.Contains(null) ? null : string.Concat(all);
    }

    /// <summary>The text of a constant, or null if it depends on the culture, as signs, decimal points and dates do.</summary>
    private static string? Constant(ExpressionSyntax expression, SemanticModel model)
    {
        // The constant value of an enum is a number, but its text is a name.
        if (model.GetTypeInfo(expression).Type is { TypeKind: TypeKind.Enum })
            return null;

        var constant = model.GetConstantValue(expression);
        return constant.HasValue ? constant.Value switch
        {
            null => "",
            string text => text,
            char character => character.ToString(),
            bool truth => truth ? bool.TrueString : bool.FalseString,
            ulong or uint or ushort or byte or >= 0L or >= 0 or >= (short)0 or >= (sbyte)0 =>
                ((IFormattable)constant.Value).ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        } : null;
    }

    private static bool IsString(ExpressionSyntax expression, SemanticModel model) =>
        model.GetTypeInfo(expression) is { Type.SpecialType: SpecialType.System_String, ConvertedType.SpecialType: not SpecialType.None };
}
