// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>
/// One change of one node. If several edits change the same node, the one of the highest rank is applied. What they insert before it is
/// inserted each once.
/// </summary>
internal sealed class SyntaxEdit(
    SyntaxNode node, Func<SyntaxNode, SyntaxNode> change, int rank = 0, StatementSyntax? before = null)
{
    public SyntaxNode Node => node;

    /// <summary>Changes the node as it is now; nodes inside it may have been changed before.</summary>
    public Func<SyntaxNode, SyntaxNode> Change => change;

    public int Rank => rank;

    /// <summary>A statement to insert before the node, which is a statement in a list.</summary>
    public StatementSyntax? Before => before;

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
            var insertions = file
                .Where(edit => edit.Before is not null)
                .GroupBy(edit => edit.Node, edit => edit.Before!)
                .ToDictionary(same => same.Key, same => (Mark: new SyntaxAnnotation(), Statements: Distinct(same)));
            var root = await file.Key.GetRootAsync(cancellationToken).ConfigureAwait(false);
            root = root.ReplaceNodes(changes.Keys, (original, current) =>
                insertions.TryGetValue(original, out var insertion)
                    ? changes[original](current).WithAdditionalAnnotations(insertion.Mark)
                    : changes[original](current));
            root = insertions.Values.Aggregate(root, (before, insertion) => Insert(before, insertion.Mark, insertion.Statements));
            solution = solution.WithDocumentSyntaxRoot(document.Id, root);
        }

        return solution;
    }

    private static List<StatementSyntax> Distinct(IEnumerable<StatementSyntax> statements) =>
        [.. statements.GroupBy(statement => statement.ToString()).Select(same => same.First())];

    /// <summary>Inserts lines before a statement. Its comments then precede the first of them.</summary>
    private static SyntaxNode Insert(SyntaxNode root, SyntaxAnnotation mark, List<StatementSyntax> statements)
    {
        var statement = root.GetAnnotatedNodes(mark).Single();
        var leading = statement.GetLeadingTrivia();
        var indentation = leading.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var newLine = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var lines = statements.Select((line, i) => line
            .WithLeadingTrivia(i == 0 ? leading : indentation)
            .WithTrailingTrivia(newLine));
        root = root.InsertNodesBefore(statement, lines);
        statement = root.GetAnnotatedNodes(mark).Single();
        return root.ReplaceNode(statement, statement.WithLeadingTrivia(indentation));
    }
}
