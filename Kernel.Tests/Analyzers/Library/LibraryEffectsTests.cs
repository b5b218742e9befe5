// SPDX-License-Identifier: GPL-2.0-only
using Basic.Reference.Assemblies;
using Kernel.Analyzers.Library;
using Kernel.Analyzers.Library.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Library;

public class LibraryEffectsTests
{
    private static readonly CSharpCompilation Framework = CSharpCompilation.Create("library", references: Net100.References.All);
    private static readonly LibrarySummaries Summaries = new(new AnalyzerOptions([]));

    [Test]
    public void EveryPatternNamesSomethingThatExists() =>
        Assert.That(string.Join(" ", LibraryEffects.AllPatterns.Where(pattern => !Exists(pattern))), Is.Empty);

    [Test]
    public void BracesExpandLikeTheShell() =>
        Assert.That(BraceExpansion.Of("a{b,c}d{e,f}"), Is.EquivalentTo(new[] { "abde", "abdf", "acde", "acdf" }));

    [Test]
    public void EveryPatternDecidesSomethingThatTheSummariesDoNot() =>
        Assert.That(string.Join(" ", LibraryEffects.AllPatterns.Where(pattern => !Decides(pattern))), Is.Empty);

    /// <summary>Whether the entry changes the effect of any member that it matches.</summary>
    private static bool Decides(string pattern) => MembersOf(pattern).Any(member => member is IMethodSymbol method
        ? LibraryEffects.Of(method) != Summarized(method)
        : member is IFieldSymbol && LibraryEffects.Of(member) == LibraryEffect.Harmless);

    private static LibraryEffect Summarized(IMethodSymbol method) => Summaries.Of(method) switch
    {
        null => LibraryEffect.Unknown,
        { Flags: var flags } when (flags & SummaryFlags.Blocks) != 0 => LibraryEffect.Blocks,
        { Flags: var flags } when (flags & SummaryFlags.Unknown) != 0 => LibraryEffect.Unknown,
        { Flags: var flags } when (flags & SummaryFlags.Spins) != 0 => LibraryEffect.Spins,
        { Flags: var flags } when (flags & SummaryFlags.Allocates) != 0 => LibraryEffect.Allocates,
        _ => LibraryEffect.Harmless,
    };

    private static IEnumerable<ISymbol> MembersOf(string pattern)
    {
        if (pattern.EndsWith(".**", StringComparison.Ordinal))
            return TypesIn(NamespaceOf(pattern[..^3])).SelectMany(type => type.GetMembers());

        for (int dot = pattern.LastIndexOf('.'); dot > 0; dot = pattern.LastIndexOf('.', dot - 1))
        {
            if (Framework.GetTypeByMetadataName(pattern[..dot].TrimEnd('.')) is not { } type)
                continue;
            string member = pattern[(dot + 1)..];
            string name = pattern[..dot].EndsWith('.') ? "." + member : member;
            return type.GetMembers().Where(candidate => name == "*" || NameOf(candidate) == name);
        }

        return [];
    }

    private static string NameOf(ISymbol member) =>
        (member is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : member).MetadataName;

    private static INamespaceSymbol NamespaceOf(string name) => name.Split('.').Aggregate(
        Framework.GlobalNamespace, (space, part) => space.GetNamespaceMembers().Single(inner => inner.Name == part));

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(TypesIn));

    private static bool Exists(string pattern)
    {
        if (pattern.EndsWith(".**", StringComparison.Ordinal) || pattern.StartsWith("*.", StringComparison.Ordinal))
            return true;

        // A dot may begin a member's own name (.ctor) or stand inside it (explicit implementations).
        for (var dot = pattern.LastIndexOf('.'); dot > 0; dot = pattern.LastIndexOf('.', dot - 1))
        {
            if (Framework.GetTypeByMetadataName(pattern[..dot].TrimEnd('.')) is not { } type)
                continue;

            var member = pattern[(dot + 1)..];
            var name = pattern[..dot].EndsWith('.') ? "." + member : member;
            return name == "*" || type.GetMembers().Any(candidate => candidate.MetadataName == name ||
                (name == "op_*" && candidate.Name.StartsWith("op_", StringComparison.Ordinal)));
        }

        return false;
    }
}
