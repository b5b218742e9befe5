// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Recordings;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Tests.Recordings;

/// <summary>The sources of <c>Kernel.Recordings</c>, parsed and bound against the built library.</summary>
internal static class RecordingsCompilation
{
    private const string Root = "Kernel.Recordings";

    private static readonly Lazy<CSharpCompilation> LazyCompilation = new(Compile);

    /// <summary>Each use of a symbol in a source of the project: the folder of the source, the place, the symbol.</summary>
    internal static IEnumerable<(string Folder, string Place, ISymbol Symbol)> Uses()
    {
        foreach (
            SyntaxTree tree in LazyCompilation.Value.SyntaxTrees.Where(tree => tree.FilePath.StartsWith(Root, StringComparison.Ordinal)))
        {
            SemanticModel model = LazyCompilation.Value.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().Where(
                node => node is SimpleNameSyntax or ElementAccessExpressionSyntax))
            {
                if (model.GetSymbolInfo(node).Symbol is { } symbol)
                    yield return (FolderOf(tree), $"{tree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}", symbol);
            }
        }
    }

    /// <summary>The folder that declares a symbol of the project; null for a symbol of another assembly, and for a namespace.</summary>
    internal static string? FolderOf(ISymbol symbol) =>
        symbol is INamespaceSymbol
            ? null
            : symbol.Locations.Select(location => location.SourceTree).OfType<SyntaxTree>().Select(FolderOf).FirstOrDefault();

    private static string FolderOf(SyntaxTree tree) => Path.GetDirectoryName(tree.FilePath)!.Replace('\\', '/');

    private static CSharpCompilation Compile()
    {
        string root = SourceTree.Root.FullName;
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        IEnumerable<SyntaxTree> trees = SourceTree.FilesBelow(Root)
            .Select(file => CSharpSyntaxTree.ParseText(SourceTree.TextOf(file), options, Path.GetRelativePath(root, file.FullName)))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options, "implicit usings"));
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path != typeof(Recording).Assembly.Location)
            .Append(typeof(KvmSystem).Assembly.Location).Distinct()
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            Root, trees, references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;
}
