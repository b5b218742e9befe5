// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernel.Tests.Fidelity;

/// <summary>The sources of the port zone, compiled together with the rest of the assembly.</summary>
internal static class PortZone
{
    private static readonly string[] Folders = ["Kernel/arch", "Kernel/include", "Kernel/virt"];

    private static readonly Lazy<CSharpCompilation> LazyCompilation = new(Compile);
    private static readonly Lazy<IReadOnlyList<PortedMethod>> LazyMethods = new(() => [.. Trees.SelectMany(MethodsOf)]);

    /// <summary>The files, from the root of the repository, in the order of their paths.</summary>
    internal static IReadOnlyList<string> Files { get; } =
        [.. Folders.SelectMany(folder => Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>The compilation of the whole assembly.</summary>
    internal static CSharpCompilation Compilation => LazyCompilation.Value;

    /// <summary>The syntax trees of the port zone.</summary>
    internal static IEnumerable<SyntaxTree> Trees => Compilation.SyntaxTrees.Where(tree => Files.Contains(tree.FilePath));

    /// <summary>The methods that cite a function of the original, by file and in source order.</summary>
    internal static IReadOnlyList<PortedMethod> Methods => LazyMethods.Value;

    /// <summary>The path of the port of a C file or header.</summary>
    internal static string SourceOf(string cFile) => "Kernel/" + cFile[..^2] + ".cs";

    /// <summary>The path of a file on this machine.</summary>
    internal static string PathOf(string source) => Path.Combine(SourceTree.Root.FullName, source);

    /// <summary>Whether a symbol belongs to the port zone.</summary>
    internal static bool Contains(ISymbol symbol) =>
        symbol.Locations.Any(location => location.SourceTree is { } tree && Files.Contains(tree.FilePath));

    /// <summary>The place of a node, as a compiler prints it: path and line.</summary>
    internal static string PlaceOf(SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, preprocessorSymbols: ["DEBUG"]);
        var trees = Directory.EnumerateFiles(PathOf("Kernel"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj"))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, Relative(path)))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options, "implicit usings"));
        // References only the framework and the attributes; everything else is source.
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(RealModeAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "Kernel", trees, references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    // The usings that the SDK adds to every file under <ImplicitUsings>, including System.Linq, whose use is forbidden.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static IEnumerable<PortedMethod> MethodsOf(SyntaxTree tree)
    {
        SemanticModel model = Compilation.GetSemanticModel(tree);
        foreach (MethodDeclarationSyntax declaration in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            AttributeData? citation = model.GetDeclaredSymbol(declaration)!.GetAttributes()
                .SingleOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == "Kernel.PortOfAttribute");
            if (citation is null)
                continue;
            SyntaxNode body = (SyntaxNode?)declaration.Body ?? declaration.ExpressionBody!;
            yield return new PortedMethod(
                tree.FilePath,
                declaration.Identifier.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
                declaration.Identifier.ValueText,
                (string)citation.ConstructorArguments[0].Value!,
                (int)citation.ConstructorArguments[1].Value!,
                (string?)citation.NamedArguments.SingleOrDefault(argument => argument.Key == "Version").Value.Value,
                [
                    .. body.DescendantNodes().OfType<InvocationExpressionSyntax>()
                        .Select(call => CallOf(model, call)).OfType<PortedCall>().Distinct(),
                ],
                body.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToHashSet(
                    ));
        }
    }

    private static PortedCall? CallOf(SemanticModel model, InvocationExpressionSyntax call)
    {
        SymbolInfo info = model.GetSymbolInfo(call);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol method)
            return new PortedCall(method.Name, Contains(method.OriginalDefinition));
        return null;        // nameof, or a function pointer
    }

    private static string Relative(string path) =>
        Path.GetRelativePath(SourceTree.Root.FullName, path).Replace(Path.DirectorySeparatorChar, '/');
}
