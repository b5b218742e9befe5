// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Kernel.CodeFixes;

/// <summary>A code fix whose remedies are sets of edits; fixing all applies the union of the sets.</summary>
public abstract class RemedyProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => RemedyFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var remedy in await RemediesAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        remedy.Title,
                        cancellationToken => SyntaxEdit.ApplyAsync(context.Document.Project.Solution, remedy.Edits, cancellationToken),
                        remedy.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>The remedies of the diagnostic that have at least one edit.</summary>
    internal async Task<IEnumerable<Remedy>> RemediesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var remedies = await FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false);
        return remedies.Where(remedy => !remedy.Edits.IsEmpty);
    }

    private protected abstract Task<IReadOnlyList<Remedy>> FindAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken);
}
