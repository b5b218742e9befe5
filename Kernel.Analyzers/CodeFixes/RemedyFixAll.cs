// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Kernel.CodeFixes;

/// <summary>
/// Fixes all diagnostics by the union of their edits. A batch of independent text changes would annotate a callee once for each of its
/// callers.
/// </summary>
internal sealed class RemedyFixAll : FixAllProvider
{
    public static readonly RemedyFixAll Instance = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var provider = (RemedyProvider)fixAllContext.CodeFixProvider;
        var remedies = new List<Remedy>();
        foreach (var diagnostic in await DiagnosticsAsync(fixAllContext).ConfigureAwait(false))
        {
            if (fixAllContext.Solution.GetDocument(diagnostic.Location.SourceTree) is not { } document)
                continue;

            var found = await provider.RemediesAsync(document, diagnostic, fixAllContext.CancellationToken).ConfigureAwait(false);
            remedies.AddRange(found.Where(remedy => remedy.Key == fixAllContext.CodeActionEquivalenceKey));
        }

        var edits = remedies.SelectMany(remedy => remedy.Edits);
        return remedies.Count == 0 ? null : CodeAction.Create(
            remedies[0].Title,
            cancellationToken => SyntaxEdit.ApplyAsync(fixAllContext.Solution, edits, cancellationToken),
            fixAllContext.CodeActionEquivalenceKey);
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document when context.Document is { } document:
                return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            case FixAllScope.Project:
                return await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
            case FixAllScope.Solution:
                var projects = await Task.WhenAll(context.Solution.Projects.Select(context.GetAllDiagnosticsAsync)).ConfigureAwait(false);
                return [.. projects.SelectMany(diagnostics => diagnostics)];
            default:
                return [];
        }
    }
}
