// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using System.Composition;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>Makes a lambda static, so that it cannot capture anything.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StaticLambdaFix : RemedyProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [RuleIds.DelegateCreation];

    private protected override async Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var cause = await DiagnosticSite.OfCauseAsync(document.Project.Solution, diagnostic, cancellationToken).ConfigureAwait(false);
        if (cause is not { Node: AnonymousFunctionExpressionSyntax lambda } || lambda.Modifiers.Any(SyntaxKind.StaticKeyword))
            return [];

        var replacement = ModifierEdits.MakeStatic(lambda);
        var trial = await TrialReplacement.RunAsync(cause.Document, lambda, replacement, cancellationToken).ConfigureAwait(false);
        return trial.Compiles
            ? [new Remedy("Make the lambda static", "StaticLambda", [new SyntaxEdit(lambda, ModifierEdits.MakeStatic)])]
            : [];
    }
}
