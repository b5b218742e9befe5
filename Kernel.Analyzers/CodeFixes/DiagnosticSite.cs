// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.CodeFixes;

/// <summary>A location of a diagnostic, with its syntax node and semantic model.</summary>
internal sealed class DiagnosticSite(Document document, SyntaxNode node, SemanticModel model)
{
    public Document Document => document;

    /// <summary>The innermost node with the span of the location.</summary>
    public SyntaxNode Node => node;

    public SemanticModel Model => model;

    /// <summary>The location at which the diagnostic is reported.</summary>
    public static Task<DiagnosticSite?> OfAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        AtAsync(solution, diagnostic.Location, cancellationToken);

    /// <summary>
    /// The location of the cause: the end of the chain of callees if there is one, else where the diagnostic is reported.
    /// </summary>
    public static Task<DiagnosticSite?> OfCauseAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        AtAsync(
            solution,
            diagnostic.AdditionalLocations is { Count: > 0 } chain ? chain[chain.Count - 1] : diagnostic.Location,
            cancellationToken);

    /// <summary>The locations down the chain of callees, one in each; the last is the cause.</summary>
    public static async Task<IReadOnlyList<DiagnosticSite>> OfChainAsync(
        Solution solution, Diagnostic diagnostic, CancellationToken cancellationToken)
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
        // The document of generated source cannot be edited.
        if (location.SourceTree is not { } tree || solution.GetDocument(tree) is not { } document || document is SourceGeneratedDocument)
            return null;

        var root = await tree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        return await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? new DiagnosticSite(document, root.FindNode(location.SourceSpan, getInnermostNodeForTie: true), model)
            : null;
    }
}
