// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Kernel.Analyzers.Layers;
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Compares the table 'Who may use whom' of docs/layers.md with the actual uses in the sources.</summary>
[TestFixture]
public sealed partial class LayeringTests
{
    private const string StructsOf = "structs of ";
    private const string OpenToAll = "Kernel/PortOfAttribute.cs";

    private static readonly Lazy<IReadOnlyDictionary<string, string[]>> LazyTable = new(ReadTable);

    private static IEnumerable<SyntaxTree> Sources =>
        PortZone.Compilation.SyntaxTrees.Where(tree => tree.FilePath.StartsWith("Kernel/", StringComparison.Ordinal));

    [Test]
    public void EverySourceBelongsToALayerOfTheTable() =>
        Assert.That(
            Sources.Select(tree => tree.FilePath).Where(source => LayerOf(source) is null), Is.EqualTo(new[] { OpenToAll }),
            "sources in folders that the table does not name");

    // Rule KRN2301 reports the violations.
    [Test]
    public void TheBuildEnforcesTheLayerTable()
    {
        string editorConfig = File.ReadAllText(PortZone.PathOf(".editorconfig")).ReplaceLineEndings("\n");
        Dictionary<string, string> enforced = Section().Matches(editorConfig)
            .ToDictionary(row => row.Groups["layer"].Value, row => row.Groups["uses"].Value);
        Dictionary<string, string> documented = LazyTable.Value.Where(row => IsFolderOfKernel(row.Key))
            .ToDictionary(row => row.Key, row => string.Join(", ", row.Value));
        Assert.That(enforced, Is.EquivalentTo(documented));
    }

    // With no use allowed, the rule reports every use.
    [Test]
    public async Task TheLayerTableAllowsOnlyUsesThatExist()
    {
        var options = new AnalyzerOptions([], new LayerOptions(tree => LayerOf(tree.FilePath)));
        ImmutableArray<Diagnostic> found =
            await PortZone.Compilation.WithAnalyzers([new LayerAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
        HashSet<string> needed = [.. found.Select(use => Use().Replace(use.GetMessage(CultureInfo.InvariantCulture), "${from} -> ${to}"))];
        IEnumerable<string> idle = LazyTable.Value.Where(row => IsFolderOfKernel(row.Key))
            .SelectMany(row => row.Value.Select(to => $"{row.Key} -> {to.Replace(StructsOf, "", StringComparison.Ordinal)}"))
            .Where(entry => !needed.Contains(entry));
        Assert.That(found, Has.Length.GreaterThan(1000), "uses of one layer by another");
        Assert.That(idle, Is.Empty);
    }

    // Compares imports only; apart from the benchmarks, these projects cannot use internals.
    [TestCase("Kernel.Cli")]
    [TestCase("Kernel.Benchmarks")]
    [TestCase("Kernel.SideBySide")]
    [TestCase("Kernel.Recordings")]
    [TestCase("examples")]
    [TestCase("scenarios")]
    public void AProgramImportsExactlyTheLayersOfTheTable(string project)
    {
        IEnumerable<string> imported = SourceTree.FilesBelow(project)
            .SelectMany(file => Import().Matches(SourceTree.TextOf(file)).Select(import => import.Groups["name"].Value))
            .Where(name => name != project && !name.StartsWith(project + ".", StringComparison.Ordinal))
            .Select(LayerOfImport).Where(layer => layer != project).Distinct();
        Assert.That(imported, Is.EquivalentTo(LazyTable.Value[project]));
    }

    private static bool IsFolderOfKernel(string layer) => Directory.Exists(PortZone.PathOf("Kernel/" + layer));

    // The innermost folder of the table that contains the file.
    private static string? LayerOf(string source) =>
        LazyTable.Value.Keys.Where(layer => source.StartsWith($"Kernel/{layer}/", StringComparison.Ordinal)).MaxBy(layer => layer.Length);

    private static string LayerOfImport(string name) => name.Split('.') switch
    {
        ["Kernel", "Examples", ..] => "examples",
        ["Kernel", "Scenarios", ..] => "scenarios",
        ["Kernel", "Recordings", ..] => "Kernel.Recordings",
        ["Kernel", "SideBySide", ..] => "Kernel.SideBySide",
        ["Kernel", "Files", ..] => "Kernel.Files",
        ["Kernel", "Pages", ..] => "Kernel.Pages",
        ["Kernel", string folder, ..] => folder,
        ["Linux", "include", "asm", ..] => "arch/powerpc/include/asm",
        ["Linux", "include", string folder, ..] => "include/" + folder,
        ["Linux", "kvm_main"] => "virt/kvm",
        _ => "arch/powerpc/kvm",
    };

    private static Dictionary<string, string[]> ReadTable()
    {
        string text = File.ReadAllText(PortZone.PathOf("docs/layers.md")).ReplaceLineEndings("\n");
        string block = text.Split("## Who may use whom")[1].Split("```")[1];
        var table = new Dictionary<string, string[]>();
        foreach (Match row in Row().Matches(block))
        {
            foreach (string layer in Names(row.Groups["left"]))
                table.Add(layer, [.. table.GetValueOrDefault(layer, []), .. Names(row.Groups["right"])]);
        }
        return table;
    }

    private static string[] Names(Group side) =>
        side.Value.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^using (static )?(?<name>(Kernel|Linux)[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex("^'.*' belongs to layer (?<to>.*), which layer (?<from>.*) does not use$")]
    private static partial Regex Use();

    [GeneratedRegex(
        @"^\[Kernel/(?<layer>[^\n]+)/\*\*\.cs\]\nkernel_layer = \k<layer>\nkernel_layer_uses = *(?<uses>[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Section();

    // Left names, an arrow, right names; a line that begins with a space continues the row above.
    [GeneratedRegex(@"^(?<left>\S[^\n]*?) *-> *(?<right>[^\n]*(\n +[^\n]*)*)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
