// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>The table 'Who may use whom' of ARCHITECTURE.md, against what each source of Kernel/ uses.</summary>
[TestFixture]
public sealed partial class LayeringTests
{
    private const string StructsOf = "structs of ";
    private const string OpenToAll = "Kernel/PortOfAttribute.cs";

    private static readonly Lazy<IReadOnlyDictionary<string, string[]>> LazyTable = new(ReadTable);
    private static readonly Lazy<IReadOnlyList<(string From, string To)>> LazyUses = new(() => [.. Sources.SelectMany(UsesOf)]);

    private static IEnumerable<SyntaxTree> Sources => PortZone.Compilation.SyntaxTrees.Where(tree => tree.FilePath.StartsWith("Kernel/", StringComparison.Ordinal));

    [Test]
    public void EverySourceBelongsToALayerOfTheTable() =>
        Assert.That(Sources.Select(tree => tree.FilePath).Where(source => LayerOf(source) is null), Is.EqualTo(new[] { OpenToAll }), "sources in folders that the table does not name");

    // Rule KRN2301 does the rest.
    [Test]
    public void TheBuildIsHeldToTheTable()
    {
        Dictionary<string, string> enforced = Section().Matches(File.ReadAllText(PortZone.PathOf(".editorconfig")).ReplaceLineEndings("\n")).ToDictionary(row => row.Groups["layer"].Value, row => row.Groups["uses"].Value);
        Assert.That(enforced, Is.EquivalentTo(LazyTable.Value.Where(row => IsFolderOfKernel(row.Key)).ToDictionary(row => row.Key, row => string.Join(", ", row.Value))));
    }

    [Test]
    public void TheTableAllowsNothingThatNobodyNeeds()
    {
        HashSet<(string, string)> needed = [.. LazyUses.Value.Select(use => (use.From, Grant(use.From, use.To)))];
        IEnumerable<string> idle = LazyTable.Value.Where(row => IsFolderOfKernel(row.Key))
            .SelectMany(row => row.Value.Where(to => !needed.Contains((row.Key, to))).Select(to => $"{row.Key} -> {to}"));
        Assert.That(idle, Is.Empty);
    }

    // What these import; only the benchmarks see internals, for the others the compiler does the rest.
    [TestCase("Kernel.Cli")]
    [TestCase("Kernel.Benchmarks")]
    public void TheProgramsImportOnlyWhatTheTableAllows(string project)
    {
        IEnumerable<string> imported = SourceTree.FilesBelow(project)
            .SelectMany(file => Import().Matches(SourceTree.TextOf(file)).Select(import => import.Groups["name"].Value))
            .Where(name => name != project && !name.StartsWith(project + ".", StringComparison.Ordinal))
            .Select(LayerOfImport).Distinct();
        Assert.That(imported, Is.EquivalentTo(LazyTable.Value[project]));
    }

    private static bool IsFolderOfKernel(string layer) => !layer.StartsWith("Kernel.", StringComparison.Ordinal);

    // A row allows a layer as a whole or only the structs that it declares; a use of a struct is served by either.
    private static string Grant(string from, string to) =>
        to.StartsWith(StructsOf, StringComparison.Ordinal) && !LazyTable.Value[from].Contains(to) ? to[StructsOf.Length..] : to;

    private static IEnumerable<(string From, string To)> UsesOf(SyntaxTree tree)
    {
        if (LayerOf(tree.FilePath) is not { } from)
            yield break;
        SemanticModel model = PortZone.Compilation.GetSemanticModel(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes(descendIntoTrivia: false).OfType<SimpleNameSyntax>())
        {
            if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null)
                continue;       // a 'using' by itself uses nothing
            SymbolInfo info = model.GetSymbolInfo(name);
            ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            symbol = symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol?.OriginalDefinition;
            if (symbol is null or INamespaceSymbol || symbol.Locations.FirstOrDefault()?.SourceTree is not { } declaration || LayerOf(declaration.FilePath) is not { } to || to == from)
                continue;
            if (IsStruct(symbol as INamedTypeSymbol) || IsStruct(symbol.ContainingType))
                to = StructsOf + to;
            else if (symbol is INamedTypeSymbol && name.Parent is MemberAccessExpressionSyntax or QualifiedNameSyntax)
                continue;       // the class before the dot; what stands behind it counts
            yield return (from, to);
        }
    }

    private static bool IsStruct(INamedTypeSymbol? type) => type is { TypeKind: TypeKind.Struct };

    // The longest folder of the table that the file stands in.
    private static string? LayerOf(string source) =>
        LazyTable.Value.Keys.Where(layer => source.StartsWith($"Kernel/{layer}/", StringComparison.Ordinal)).MaxBy(layer => layer.Length);

    private static string LayerOfImport(string name) => name.Split('.') switch
    {
        ["Kernel", string folder, ..] => folder,
        ["Linux", "include", "asm", ..] => "arch/powerpc/include/asm",
        ["Linux", "include", string folder, ..] => "include/" + folder,
        ["Linux", "kvm_main"] => "virt/kvm",
        _ => "arch/powerpc/kvm",
    };

    private static Dictionary<string, string[]> ReadTable()
    {
        string text = File.ReadAllText(PortZone.PathOf("ARCHITECTURE.md")).ReplaceLineEndings("\n");
        string block = text.Split("## Who may use whom")[1].Split("```")[1];
        var table = new Dictionary<string, string[]>();
        foreach (Match row in Row().Matches(block))
        {
            foreach (string layer in Names(row.Groups["left"]))
                table.Add(layer, [.. table.GetValueOrDefault(layer, []), .. Names(row.Groups["right"])]);
        }
        return table;
    }

    private static string[] Names(Group side) => side.Value.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^using (static )?(?<name>(Kernel|Linux)[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^\[Kernel/(?<layer>[^\n]+)/\*\*\.cs\]\nkernel_layer = \k<layer>\nkernel_layer_uses = *(?<uses>[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Section();

    // Left names, an arrow, right names; lines that begin with a space go on with the row above.
    [GeneratedRegex(@"^(?<left>\S[^\n]*?) *-> *(?<right>[^\n]*(\n +[^\n]*)*)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
