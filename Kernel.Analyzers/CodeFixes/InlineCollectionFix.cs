// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Passes listed elements to a span as a collection expression, which the compiler allocates on the stack.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class InlineCollectionFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.Allocation];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var cause = await DiagnosticSite.OfCauseAsync(document.Project.Solution, diagnostic, cancellationToken).ConfigureAwait(false);
        if (cause is not { } site ||
            site.Node is not (ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax) ||
            site.Node is not ExpressionSyntax { Parent: ArgumentSyntax } array ||
            site.Model.GetTypeInfo(array, cancellationToken) is not { Type: IArrayTypeSymbol { Rank: 1 }, ConvertedType: { } target } ||
            !SpanUses.IsSpan(target) || ArrayLength.Elements(array) is null)
        {
            return [];
        }

        var trial = await TrialReplacement.RunAsync(site.Document, array, Collection(array), cancellationToken).ConfigureAwait(false);
        return trial.Compiles && SpanUses.IsTakenAsSpan(array, site.Model, trial)
            ? [new Remedy("Write a collection expression on the stack", "InlineCollection", [new SyntaxEdit(array, Collection)])]
            : [];
    }

    private static CollectionExpressionSyntax Collection(SyntaxNode array)
    {
        var elements = array is ArrayCreationExpressionSyntax creation
            ? creation.Initializer!
            : ((ImplicitArrayCreationExpressionSyntax)array).Initializer;
        var list = SyntaxFactory.SeparatedList<CollectionElementSyntax>(
            elements.Expressions.GetWithSeparators().Select(item => item.IsNode
                ? SyntaxFactory.ExpressionElement(((ExpressionSyntax)item.AsNode()!).WithoutTrivia())
                : (SyntaxNodeOrToken)item.AsToken()));
        return SyntaxFactory.CollectionExpression(list).WithTriviaFrom(array);
    }
}
