// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Kernel.CodeFixes;

/// <summary>Makes a lambda static, so that it can never get a closure.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StaticLambdaFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.DelegateCreation];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await DiagnosticSite.OfCulpritAsync(document.Project.Solution, diagnostic, cancellationToken).ConfigureAwait(false) is { } site &&
        site.Node is AnonymousFunctionExpressionSyntax lambda &&
        !lambda.Modifiers.Any(SyntaxKind.StaticKeyword) &&
        (await TrialReplacement.RunAsync(site.Document, lambda, ModifierEdits.MakeStatic(lambda), cancellationToken).ConfigureAwait(false)).Compiles
            ? [new Remedy("Make the lambda static", "StaticLambda", [new SyntaxEdit(lambda, ModifierEdits.MakeStatic)])]
            : [];
}
