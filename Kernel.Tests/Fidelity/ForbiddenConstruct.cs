// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Tests.Fidelity;

/// <summary>
/// A construct of C# without a counterpart in C that the port zone must not use: it would break the correspondence with the C, or allocate.
/// </summary>
/// <param name="Name">A short name.</param>
/// <param name="Sample">Members of a class that use it.</param>
/// <param name="IsIt">Whether a node is such a construct.</param>
public sealed record ForbiddenConstruct(string Name, string Sample, Func<SyntaxNode, SemanticModel, bool> IsIt)
{
    /// <summary>All forbidden constructs.</summary>
    public static IReadOnlyList<ForbiddenConstruct> All { get; } =
    [
        new("LINQ", "int M(int[] a) => a.Where(i => i > 1).Count();", (node, model) =>
            node is QueryExpressionSyntax or SimpleNameSyntax { Parent: not UsingDirectiveSyntax }
            && model.GetSymbolInfo(node).Symbol is { } symbol && symbol.ContainingNamespace?.ToDisplayString() == "System.Linq"),
        new("query", "object M(int[] a) => from i in a select i;", (node, _) => node is QueryExpressionSyntax),
        new("inferred type", "int M() { var i = 1; return i; }", (node, _) => node is IdentifierNameSyntax { IsVar: true }),
        new("new object", "object M() { return new object(); }", (node, model) =>
            node is BaseObjectCreationExpressionSyntax && model.GetTypeInfo(node).Type is not { IsValueType: true }),
        new("new array", "void M() { int[] a = new int[3]; int[] b = new[] { 1 }; }", (node, _) =>
            node is ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax),
        new("new collection", "List<int> M() { return [1, 2]; }", (node, model) =>
            node is CollectionExpressionSyntax && model.GetTypeInfo(node).ConvertedType is not { IsValueType: true }),
        new("anonymous object", "object M() { return new { A = 1 }; }", (node, _) => node is AnonymousObjectCreationExpressionSyntax),
        new("lambda", "Action M() { return static () => { }; }", (node, _) => node is AnonymousFunctionExpressionSyntax),
        new("local function", "void M() { void N() { } N(); }", (node, _) => node is LocalFunctionStatementSyntax),
        new("throw", "void M() { throw null!; }", (node, _) => node is ThrowStatementSyntax or ThrowExpressionSyntax),
        new("try", "void M() { try { M(); } finally { M(); } }", (node, _) => node is TryStatementSyntax),
        new("async", "async Task M() { await Task.Yield(); }", (node, _) =>
            node is AwaitExpressionSyntax || (node is MethodDeclarationSyntax method && method.Modifiers.Any(SyntaxKind.AsyncKeyword))),
        new("iterator", "IEnumerable<int> M() { yield return 1; }", (node, _) => node is YieldStatementSyntax),
        new("foreach", "void M(int[] a) { foreach (int i in a) M(a); }", (node, _) => node is CommonForEachStatementSyntax),
        new("lock or using", "void M(IDisposable d) { lock (d) { } using (d) { } using IDisposable e = d; }", (node, _) =>
            node is LockStatementSyntax or UsingStatementSyntax
            || (node is LocalDeclarationStatementSyntax local && local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword))),
        new(
            "pattern",
            "bool M(object o) { return o is string; } bool N(int i) { return i is > 1 and < 3; } "
            + "object? O(object o) { return o as string; }",
            (node, _) => node is IsPatternExpressionSyntax or CasePatternSwitchLabelSyntax
                || node.IsKind(SyntaxKind.IsExpression) || node.IsKind(SyntaxKind.AsExpression)),
        new("switch expression", "int M(int i) { return i switch { 1 => 2, _ => 3 }; }", (node, _) => node is SwitchExpressionSyntax),
        new("null operator", "int M(string? s) { return s?.Length ?? 0; }", (node, _) =>
            node is ConditionalAccessExpressionSyntax
            || node.IsKind(SyntaxKind.CoalesceExpression) || node.IsKind(SyntaxKind.CoalesceAssignmentExpression)),
        new(
            "range", "string M(string s) { return s[1..^1]; }",
            (node, _) => node is RangeExpressionSyntax || node.IsKind(SyntaxKind.IndexExpression)),
        new("tuple", "(int, int) M() { return (1, 2); }", (node, _) => node is TupleExpressionSyntax or TupleTypeSyntax),
        new("class with objects", "class D { } record E; interface F; delegate void G();", (node, _) =>
            node is InterfaceDeclarationSyntax or DelegateDeclarationSyntax
            || (node is ClassDeclarationSyntax type && !type.Modifiers.Any(SyntaxKind.StaticKeyword))
            || node.IsKind(SyntaxKind.RecordDeclaration)),
        new("event", "event Action? E;", (node, _) => node is EventFieldDeclarationSyntax or EventDeclarationSyntax),
        new("checked", "int M(int i) { return checked(i + 1); }", (node, _) =>
            node.IsKind(SyntaxKind.CheckedExpression) || node.IsKind(SyntaxKind.CheckedStatement)),
    ];

    /// <summary>The nodes of a source that are such constructs.</summary>
    public IEnumerable<SyntaxNode> In(SyntaxTree tree, SemanticModel model) =>
        tree.GetRoot().DescendantNodes().Where(node => IsIt(node, model));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
