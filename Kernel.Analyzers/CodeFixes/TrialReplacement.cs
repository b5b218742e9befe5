// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.CodeFixes;

/// <summary>
/// A replacement of a node, bound by the compiler in its place, which settles overloads, conversions and lifetimes of spans.
/// </summary>
internal sealed class TrialReplacement(SyntaxNode node, SemanticModel model, bool compiles)
{
    /// <summary>The replacement in the changed tree.</summary>
    public SyntaxNode Node => node;

    public SemanticModel Model => model;

    /// <summary>Whether the member that contains it has no errors.</summary>
    public bool Compiles => compiles;

    public static async Task<TrialReplacement> RunAsync(
        Document document, SyntaxNode original, SyntaxNode replacement, CancellationToken cancellationToken)
    {
        var mark = new SyntaxAnnotation();
        var root = await original.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        var changed = document.WithSyntaxRoot(root.ReplaceNode(original, replacement.WithAdditionalAnnotations(mark)));
        var newRoot = (await changed.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var model = (await changed.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        var node = newRoot.GetAnnotatedNodes(mark).Single();
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? newRoot;
        var compiles = !model.GetDiagnostics(member.FullSpan, cancellationToken).Any(found => found.Severity == DiagnosticSeverity.Error);
        return new TrialReplacement(node, model, compiles);
    }
}
