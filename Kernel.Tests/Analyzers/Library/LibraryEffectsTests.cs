// SPDX-License-Identifier: GPL-2.0-only
using Basic.Reference.Assemblies;
using Kernel.Analyzers;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers.Library;

public class LibraryEffectsTests
{
    private static readonly CSharpCompilation Framework = CSharpCompilation.Create("library", references: Net100.References.All);

    [Test]
    public void EveryPatternNamesSomethingThatExists() =>
        Assert.That(string.Join(" ", LibraryEffects.AllPatterns.Where(pattern => !Exists(pattern))), Is.Empty);

    [Test]
    public void BracesExpandLikeTheShell() =>
        Assert.That(BraceExpansion.Of("a{b,c}d{e,f}"), Is.EquivalentTo(new[] { "abde", "abdf", "acde", "acdf" }));

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
