// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>
/// Unsafe code outside the port zone states what keeps its pointers valid, in a comment that begins with <c>// Unsafe:</c>.
/// </summary>
[TestFixture]
public sealed class UnsafeCodeTests
{
    private const string Marker = "// Unsafe: ";
    private const int MinReasonLength = 40;

    private static readonly string[] Projects = ["Kernel", "Kernel.Benchmarks"];

    // Without the port zone, which uses pointers throughout.
    private static IEnumerable<string> UnsafeSources => Projects.SelectMany(project => SourceTree.FilesBelow(project))
        .Select(file => Path.GetRelativePath(SourceTree.Root.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(source => !PortZone.Files.Contains(source) && !source.Split('/').Any(part => part is "bin" or "obj"))
        .Where(source => Parse(source).DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword)))
        .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(UnsafeSources))]
    public void UnsafeCodeStatesWhatKeepsItsPointersValid(string source) =>
        Assert.That(
            ReasonsOf(source), Has.Some.Length.GreaterThan(MinReasonLength),
            $"{source} has unsafe code, but no comment '{Marker}<what keeps its pointers valid>'.");

    [Test]
    public void EveryReasonForUnsafeCodeIsUnique()
    {
        string[] sources = [.. UnsafeSources];
        Assert.That(sources, Has.Length.GreaterThan(15));
        Assert.That(sources.SelectMany(ReasonsOf), Is.Unique);
    }

    private static SyntaxNode Parse(string source) => CSharpSyntaxTree.ParseText(File.ReadAllText(PortZone.PathOf(source))).GetRoot();

    // The first line of each comment.
    private static IEnumerable<string> ReasonsOf(string source) => Parse(source).DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        .Select(trivia => trivia.ToString())
        .Where(comment => comment.StartsWith(Marker, StringComparison.Ordinal));
}
