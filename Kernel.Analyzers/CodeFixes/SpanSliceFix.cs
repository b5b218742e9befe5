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
/// Takes a part of a string or an array as a span instead of a copy, where the consumer expects or accepts a span. The title says so,
/// because a write through the span changes the original.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SpanSliceFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
        [RuleIds.BlockingCall, RuleIds.Allocation, RuleIds.StringBuilding, RuleIds.HiddenCollection, RuleIds.UnknownLibraryMember];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await DiagnosticSite.OfCauseAsync(document.Project.Solution, diagnostic, cancellationToken).ConfigureAwait(false) is { } site &&
        site.Node is ExpressionSyntax slice &&
        Kind(slice, site.Model) is { } change &&
        await IsRightAsync(slice, change(slice), site, cancellationToken).ConfigureAwait(false)
            ? [new Remedy("Take a view (AsSpan) instead of a copy", "AsSpan", [new SyntaxEdit(slice, change)])]
            : [];

    private static Func<SyntaxNode, SyntaxNode>? Kind(ExpressionSyntax slice, SemanticModel model) => slice switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } when IsSubstring(model.GetSymbolInfo(slice).Symbol) =>
            FromSubstring,
        ElementAccessExpressionSyntax access when IsRange(access, model) => FromRange,
        _ => null,
    };

    private static bool IsSubstring(ISymbol? symbol) =>
        symbol is IMethodSymbol { Name: nameof(string.Substring), ContainingType.SpecialType: SpecialType.System_String };

    private static bool IsRange(ElementAccessExpressionSyntax access, SemanticModel model) =>
        access.ArgumentList.Arguments is { Count: 1 } arguments &&
        model.GetTypeInfo(arguments[0].Expression).Type is { Name: "Range" } &&
        model.GetTypeInfo(access.Expression).Type is { SpecialType: SpecialType.System_String } or IArrayTypeSymbol { Rank: 1 };

    private static SyntaxNode FromSubstring(SyntaxNode slice)
    {
        var access = (MemberAccessExpressionSyntax)((InvocationExpressionSyntax)slice).Expression;
        return slice.ReplaceNode(access.Name, SyntaxFactory.IdentifierName("AsSpan").WithTriviaFrom(access.Name));
    }

    private static InvocationExpressionSyntax FromRange(SyntaxNode slice)
    {
        var access = (ElementAccessExpressionSyntax)slice;
        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, access.Expression, SyntaxFactory.IdentifierName("AsSpan")),
            SyntaxFactory.ArgumentList(access.ArgumentList.Arguments)).WithTriviaFrom(access);
    }

    /// <summary>Whether the slice is only read. Writing an element of an array slice would change the original.</summary>
    private static bool IsOnlyRead(ExpressionSyntax slice, SemanticModel model) =>
        SpanUses.IsReadByElement(slice, model) &&
        (slice.Parent is not ElementAccessExpressionSyntax ||
            model.GetTypeInfo(slice).Type is { SpecialType: SpecialType.System_String });

    private static async Task<bool> IsRightAsync(
        ExpressionSyntax slice, SyntaxNode view, DiagnosticSite site, CancellationToken cancellationToken)
    {
        var trial = await TrialReplacement.RunAsync(site.Document, slice, view, cancellationToken).ConfigureAwait(false);
        return trial.Compiles &&
            (SpanUses.IsSpan(site.Model.GetTypeInfo(slice, cancellationToken).ConvertedType) ||
                IsOnlyRead(slice, site.Model) ||
                SpanUses.IsTakenAsSpan(slice, site.Model, trial));
    }
}
