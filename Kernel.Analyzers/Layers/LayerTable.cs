// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernel.Analyzers.Layers;

/// <summary>
/// The layers of a compilation, as <c>.editorconfig</c> states them for each file: <c>kernel_layer</c> is its layer, and
/// <c>kernel_layer_uses</c> lists the layers that it may use; <c>structs of X</c> allows only the structs of X.
/// </summary>
internal sealed class LayerTable
{
    private const string LayerKey = "kernel_layer";
    private const string UsesKey = "kernel_layer_uses";
    private const string StructsOf = "structs of ";

    private readonly Dictionary<SyntaxTree, string> _layers = [];
    private readonly Dictionary<string, ImmutableHashSet<string>> _uses = [];

    public LayerTable(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var own = options.GetOptions(tree);
            if (!own.TryGetValue(LayerKey, out var layer) || layer.Length == 0)
                continue;
            _layers.Add(tree, layer);
            if (!_uses.ContainsKey(layer))
                _uses.Add(layer, own.TryGetValue(UsesKey, out var uses) ? Split(uses) : []);
        }
    }

    public bool IsEmpty => _layers.Count == 0;

    /// <summary>Names in the list of a layer to which no file belongs.</summary>
    public IEnumerable<(string Layer, string Unknown)> Unknown =>
        from row in _uses
        from name in row.Value
        where !_uses.ContainsKey(name.StartsWith(StructsOf, StringComparison.Ordinal) ? name.Substring(StructsOf.Length) : name)
        orderby row.Key, name
        select (row.Key, name);

    /// <summary>The layer of a file, or null.</summary>
    public string? Of(SyntaxTree? tree) => tree is not null && _layers.TryGetValue(tree, out var layer) ? layer : null;

    public bool MayUse(string from, string to, bool isStruct) =>
        from == to || _uses[from].Contains(to) || (isStruct && _uses[from].Contains(StructsOf + to));

    private static ImmutableHashSet<string> Split(string list) =>
        [.. list.Split(',').Select(name => name.Trim()).Where(name => name.Length > 0)];
}
