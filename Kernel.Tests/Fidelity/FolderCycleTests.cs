// SPDX-License-Identifier: GPL-2.0-only
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Inside a layer, folders use each other in one direction.</summary>
[TestFixture]
public sealed class FolderCycleTests
{
    private static readonly Lazy<ILookup<string, FolderUse>> LazyUses = new(() =>
        PortZone.Compilation.SyntaxTrees.SelectMany(UsesIn).ToLookup(use => use.From));

    private static IEnumerable<string> Layers => ["Kernel/Host", "Kernel/Machine"];

    [TestCaseSource(nameof(Layers))]
    public void NoFolderUsesOneThatUsesIt(string layer)
    {
        FolderUse[] uses =
            [.. LazyUses.Value.Where(from => IsIn(from.Key, layer)).SelectMany(from => from).Where(use => IsIn(use.To, layer))];
        ILookup<string, string> to = uses.ToLookup(use => use.From, use => use.To);
        Assert.That(uses.Where(use => Reaches(to, use.To, use.From, [])).Select(use => use.ToString()), Is.Empty);
    }

    [TestCase("Kernel/Host", "Kernel/Host/Memory")]
    [TestCase("Kernel/Host/AddressSpaces", "Kernel/Host/Locking")]
    [TestCase("Kernel/Machine", "Kernel/Machine/Translation")]
    public void TheSearchFindsAUse(string from, string to) => Assert.That(LazyUses.Value[from].Select(use => use.To), Has.Member(to));

    [Test]
    public void TheSearchFindsACycle()
    {
        ILookup<string, string> to = new[] { ("a", "b"), ("b", "c"), ("c", "a"), ("c", "d") }.ToLookup(use => use.Item1, use => use.Item2);
        Assert.That((Reaches(to, "b", "a", []), Reaches(to, "d", "c", [])), Is.EqualTo((true, false)));
    }

    private static bool IsIn(string folder, string layer) => folder == layer || folder.StartsWith(layer + "/", StringComparison.Ordinal);

    private static bool Reaches(ILookup<string, string> uses, string from, string to, HashSet<string> seen) =>
        from == to || (seen.Add(from) && uses[from].Any(next => Reaches(uses, next, to, seen)));

    private static IEnumerable<FolderUse> UsesIn(SyntaxTree tree)
    {
        SemanticModel model = PortZone.Compilation.GetSemanticModel(tree);
        string from = FolderOf(tree.FilePath);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null)
                continue;
            if (FolderOf(model.GetSymbolInfo(name).Symbol) is { } to && to != from)
                yield return new FolderUse(from, to, PortZone.PlaceOf(name), name.ToString());
        }
    }

    private static string? FolderOf(ISymbol? symbol) => symbol is INamespaceSymbol or null ? null
        : symbol.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath is { } path ? FolderOf(path) : null;

    private static string FolderOf(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";

    private sealed record FolderUse(string From, string To, string Place, string Name);
}
