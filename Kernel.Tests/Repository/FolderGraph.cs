// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Tests.Repository;

/// <summary>Which folders of a project use types of which others, from the symbols that names in the sources refer to.</summary>
internal static class FolderGraph
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>The uses in a project of the repository.</summary>
    /// <param name="project">The project's folder, from the root of the repository. Inner folders with another project file are
    /// excluded.</param>
    /// <returns>For each pair of folders, relative to the project, one use of the second by the first.</returns>
    internal static IReadOnlyDictionary<(string From, string To), string> OfProject(string project)
    {
        DirectoryInfo root = new(Path.Combine(SourceTree.Root.FullName, project));
        string[] nested = [.. root.GetFiles("*.csproj", SearchOption.AllDirectories)
            .Select(file => RelativeTo(root, file.DirectoryName!))
            .Where(folder => folder.Length > 0)];
        return Of(SourceTree.FilesBelow(project)
            .Select(file => (Path: RelativeTo(root, file.FullName), Text: SourceTree.TextOf(file)))
            .Where(file => !nested.Any(folder => file.Path.StartsWith(folder + "/", StringComparison.Ordinal))));
    }

    /// <summary>The uses among sources, whose paths have forward slashes.</summary>
    internal static IReadOnlyDictionary<(string From, string To), string> Of(IEnumerable<(string Path, string Text)> sources)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        SyntaxTree[] trees = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, options, source.Path))];

        // The assembly name gives the sources access to internals of the referenced assemblies.
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Kernel.Tests",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

        SortedDictionary<(string From, string To), string> uses = [];
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (DeclarationOf(model.GetSymbolInfo(name)) is { } declaration && FolderOf(declaration) != FolderOf(tree))
                    uses.TryAdd((FolderOf(tree), FolderOf(declaration)), $"{tree.FilePath} uses {name}");
            }
        }
        return uses;
    }

    /// <summary>The groups of folders that use each other, directly or through others, each sorted by name.</summary>
    internal static IReadOnlyList<string> Cycles(IEnumerable<(string From, string To)> uses)
    {
        ILookup<string, string> next = uses.ToLookup(use => use.From, use => use.To);
        Dictionary<string, HashSet<string>> reached = next.ToDictionary(folder => folder.Key, folder => ReachedFrom(folder.Key, next));
        return
        [
            .. reached.Keys
                .Where(folder => reached[folder].Contains(folder))
                .GroupBy(folder => string.Join(" <-> ", reached[folder]
                    .Where(other => reached.TryGetValue(other, out HashSet<string>? back) && back.Contains(folder))
                    .Order(StringComparer.Ordinal)))
                .Select(cycle => cycle.Key)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> ReachedFrom(string folder, ILookup<string, string> next)
    {
        HashSet<string> reached = [];
        Stack<string> waiting = new(next[folder]);
        while (waiting.TryPop(out string? other))
        {
            if (!reached.Add(other))
                continue;
            foreach (string further in next[other])
                waiting.Push(further);
        }
        return reached;
    }

    private static SyntaxTree? DeclarationOf(SymbolInfo info)
    {
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol is null or INamespaceSymbol ? null : symbol.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree;
    }

    private static string FolderOf(SyntaxTree tree) =>
        tree.FilePath.LastIndexOf('/') is var slash and >= 0 ? tree.FilePath[..slash] : ".";

    private static string RelativeTo(DirectoryInfo root, string path) =>
        Path.GetRelativePath(root.FullName, path).Replace(Path.DirectorySeparatorChar, '/') is var relative and not "." ? relative : "";
}
