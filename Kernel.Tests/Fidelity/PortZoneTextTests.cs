// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>What every file of the port zone must say of itself, and what none of them may contain.</summary>
[TestFixture]
public sealed partial class PortZoneTextTests
{
    // The original of this one names no holder, only the licence.
    private static readonly string[] WithoutHolder = ["include/linux/kvm_host.h"];

    private static string OriginalCommit => typeof(PortOfAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "OriginalCommit").Value!;

    private static IEnumerable<string> Sources => PortZone.Files;

    private static IEnumerable<string> PortedSources => PortZone.Methods.Select(method => method.SourceFile)
        .Concat(PortZone.Files.Where(file => HeadOf(file).Any(line => line.Contains("Ported from", StringComparison.Ordinal)))).Distinct();

    [Test]
    public void TheCommitIsAWholeHash() => Assert.That(OriginalCommit, Does.Match("^c77162dee7af[0-9a-f]{28}$"));

    [TestCaseSource(nameof(Sources))]
    public void HeadNamesTheLicence(string source) =>
        Assert.That(File.ReadLines(PortZone.PathOf(source)).First(), Is.EqualTo("// SPDX-License-Identifier: GPL-2.0-only"));

    [Test]
    public void TenFilesOrMoreAreCitedAsPorts() => Assert.That(PortedSources.Count(), Is.GreaterThanOrEqualTo(10));

    [TestCaseSource(nameof(PortedSources))]
    public void HeadNamesTheOriginalItsCommitAndItsHolders(string source)
    {
        Match citation = HeadOf(source).Select(line => Citation().Match(line)).FirstOrDefault(match => match.Success) ?? Match.Empty;
        Assert.That(citation.Success, $"{source} cites functions of the original, but its head has no line 'Ported from <file>, Linux commit <commit>'.");
        string cFile = citation.Groups["file"].Value;
        Assert.Multiple(() =>
        {
            Assert.That(Path.ChangeExtension(cFile, ".cs"), Is.EqualTo(source["Kernel/".Length..]), "the port stands beside its original");
            Assert.That(citation.Groups["commit"].Value, Is.EqualTo(OriginalCommit));
            if (!WithoutHolder.Contains(cFile))
                Assert.That(HeadOf(source), Has.Some.Match("^// Copyright (\\(C\\) )?\\S+"), "the holders of the original's copyright");
            Assert.That(PortZone.Methods.Where(method => method.SourceFile == source).Select(method => method.CitedFile), Has.All.EqualTo(cFile));
        });
    }

    [Test]
    public void NothingCallsLinq() => AssertNone<SimpleNameSyntax>(
        (name, model) => model.GetSymbolInfo(name).Symbol is { } symbol && symbol.ContainingNamespace?.ToDisplayString() == "System.Linq", "is a call into LINQ");

    [Test]
    public void NoQueryExpressions() => AssertNone<QueryExpressionSyntax>((_, _) => true, "is a query");

    [Test]
    public void EveryTypeIsWrittenOut() => AssertNone<IdentifierNameSyntax>((name, _) => name.IsVar, "leaves a type to the compiler");

    [Test]
    public void OnlyAnOopsThrows()
    {
        AssertNone<ThrowStatementSyntax>((node, _) => !IsOops(node), "throws");
        AssertNone<ThrowExpressionSyntax>((node, _) => !IsOops(node), "throws");
        Assert.That(PortZone.Trees.Count(tree => IsOops(tree.GetRoot())), Is.EqualTo(1), "the file that may throw");
    }

    [Test]
    public void NothingIsAllocatedOnTheManagedHeap()
    {
        AssertNone<BaseObjectCreationExpressionSyntax>((node, model) => !IsOops(node) && model.GetTypeInfo(node).Type is not { IsValueType: true }, "creates an object");
        AssertNone<ArrayCreationExpressionSyntax>((_, _) => true, "creates an array");
        AssertNone<ImplicitArrayCreationExpressionSyntax>((_, _) => true, "creates an array");
        AssertNone<AnonymousFunctionExpressionSyntax>((_, _) => true, "is a lambda");
        AssertNone<CollectionExpressionSyntax>((node, model) => model.GetTypeInfo(node).ConvertedType is not { IsValueType: true }, "creates a collection");
    }

    // The forbidden things are looked for by these very tests; here they are found, in a text that has them.
    [Test]
    public void TheSearchesFindWhatTheyLookFor()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText("class C { void M() { var x = new object(); throw new System.Exception(); } }", path: "sample.cs");
        SyntaxNode root = tree.GetRoot();
        Assert.Multiple(() =>
        {
            Assert.That(root.DescendantNodes().OfType<IdentifierNameSyntax>().Count(name => name.IsVar), Is.EqualTo(1));
            Assert.That(root.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().Count(), Is.EqualTo(2));
            Assert.That(root.DescendantNodes().OfType<ThrowStatementSyntax>().Count(), Is.EqualTo(1));
        });
    }

    private static bool IsOops(SyntaxNode node) => node.SyntaxTree.FilePath == "Kernel/include/port/oops.cs";

    private static IEnumerable<string> HeadOf(string source) =>
        File.ReadLines(PortZone.PathOf(source)).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal));

    private static void AssertNone<TNode>(Func<TNode, SemanticModel, bool> isForbidden, string complaint) where TNode : SyntaxNode
    {
        var found = new List<string>();
        foreach (SyntaxTree tree in PortZone.Trees)
        {
            SemanticModel model = PortZone.Compilation.GetSemanticModel(tree);
            found.AddRange(tree.GetRoot().DescendantNodes().OfType<TNode>().Where(node => isForbidden(node, model))
                .Select(node => $"{PortZone.PlaceOf(node)}: '{node}' {complaint}."));
        }
        Assert.That(found, Is.Empty, string.Join(Environment.NewLine, found));
    }

    [GeneratedRegex("^// Ported from (?<file>\\S+), Linux commit (?<commit>\\S+)$")]
    private static partial Regex Citation();
}
