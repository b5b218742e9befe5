// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.CodeFixes;

/// <summary>One change of one node. If several edits change the same node, the one of the highest rank is applied.</summary>
internal sealed class SyntaxEdit(SyntaxNode node, Func<SyntaxNode, SyntaxNode> change, int rank = 0)
{
    public SyntaxNode Node => node;

    /// <summary>Changes the node as it is now; nodes inside it may have been changed before.</summary>
    public Func<SyntaxNode, SyntaxNode> Change => change;

    public int Rank => rank;

    /// <summary>Applies all edits, which must not depend on each other.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<SyntaxEdit> edits, CancellationToken cancellationToken)
    {
        foreach (var file in edits.GroupBy(edit => edit.Node.SyntaxTree))
        {
            if (solution.GetDocument(file.Key) is not { } document)
                continue;

            var changes = file
                .GroupBy(edit => edit.Node)
                .ToDictionary(same => same.Key, same => same.OrderByDescending(edit => edit.Rank).First().Change);
            var root = await file.Key.GetRootAsync(cancellationToken).ConfigureAwait(false);
            solution = solution.WithDocumentSyntaxRoot(
                document.Id, root.ReplaceNodes(changes.Keys, (original, current) => changes[original](current)));
        }

        return solution;
    }
}
