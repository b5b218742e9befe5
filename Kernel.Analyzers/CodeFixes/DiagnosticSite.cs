// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.CodeFixes;

/// <summary>A place in source that a diagnostic names.</summary>
internal sealed class DiagnosticSite(Document document, SyntaxNode node, SemanticModel model)
{
    public Document Document => document;

    /// <summary>The innermost node of the place's extent.</summary>
    public SyntaxNode Node => node;

    public SemanticModel Model => model;

    /// <summary>Where the diagnostic is reported.</summary>
    public static Task<DiagnosticSite?> OfAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        AtAsync(solution, diagnostic.Location, cancellationToken);

    /// <summary>Where the culprit is: at the end of the chain of callees, if there is one.</summary>
    public static Task<DiagnosticSite?> OfCulpritAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        AtAsync(
            solution,
            diagnostic.AdditionalLocations is { Count: > 0 } chain ? chain[chain.Count - 1] : diagnostic.Location,
            cancellationToken);

    /// <summary>The places down the chain, one in each callee, the last one the culprit.</summary>
    public static async Task<IReadOnlyList<DiagnosticSite>> OfChainAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var chain = new List<DiagnosticSite>();
        foreach (var location in diagnostic.AdditionalLocations)
        {
            if (await AtAsync(solution, location, cancellationToken).ConfigureAwait(false) is { } site)
                chain.Add(site);
        }

        return chain;
    }

    private static async Task<DiagnosticSite?> AtAsync(Solution solution, Location location, CancellationToken cancellationToken)
    {
        // Generated source has no document that could be edited.
        if (location.SourceTree is not { } tree || solution.GetDocument(tree) is not { } document || document is SourceGeneratedDocument)
            return null;

        var root = await tree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        return await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? new DiagnosticSite(document, root.FindNode(location.SourceSpan, getInnermostNodeForTie: true), model)
            : null;
    }
}
