// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>
/// Replaces <c>$"…".TryCopyTo(span)</c>, which builds a string only to copy it, by <c>span.TryWrite($"…", out _)</c>, which formats in
/// place. Both return whether the text fitted.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class FormatInPlaceFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.StringBuilding];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var cause = await DiagnosticSite.OfCauseAsync(document.Project.Solution, diagnostic, cancellationToken).ConfigureAwait(false);
        if (cause is not { } site ||
            site.Node is not InterpolatedStringExpressionSyntax text ||
            Copying(text) is not { ArgumentList.Arguments: { Count: 1 } arguments } copying ||
            !SpanUses.IsSpan(site.Model.GetTypeInfo(arguments[0].Expression, cancellationToken).Type) ||
            !IsPlain(arguments[0].Expression))
        {
            return [];
        }

        var writing = Writing(arguments[0].Expression, text).WithTriviaFrom(copying);
        var trial = await TrialReplacement.RunAsync(site.Document, copying, writing, cancellationToken).ConfigureAwait(false);
        return trial.Compiles
            ? [new Remedy("Format into the span (TryWrite)", "TryWrite", [new SyntaxEdit(copying, _ => writing)])]
            : [];
    }

    /// <summary>The call of <c>TryCopyTo</c> on the text or on its <c>AsSpan()</c>; null if there is none.</summary>
    private static InvocationExpressionSyntax? Copying(ExpressionSyntax text) => text.Parent switch
    {
        ParenthesizedExpressionSyntax parenthesized => Copying(parenthesized),
        MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "AsSpan", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } span,
        } => Copying(span),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryCopyTo", Parent: InvocationExpressionSyntax copying } => copying,
        _ => null,
    };

    /// <summary>Whether it makes no difference that the destination is now evaluated before the interpolated values.</summary>
    private static bool IsPlain(ExpressionSyntax destination) => destination.DescendantNodesAndSelf().All(node => node is
        NameSyntax or ThisExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or
        BracketedArgumentListSyntax or ArgumentSyntax or RangeExpressionSyntax or LiteralExpressionSyntax or BinaryExpressionSyntax or
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression });

    private static InvocationExpressionSyntax Writing(ExpressionSyntax destination, InterpolatedStringExpressionSyntax text) =>
        (InvocationExpressionSyntax)SyntaxFactory.ParseExpression(
            $"{destination.WithoutTrivia().ToFullString()}.TryWrite({text.WithoutTrivia().ToFullString()}, out _)");
}
