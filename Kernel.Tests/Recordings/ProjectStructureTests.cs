// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using Microsoft.CodeAnalysis;
using NUnit.Framework;

namespace Kernel.Tests.Recordings;

/// <summary>What the folders of <c>Kernel.Recordings</c> may use.</summary>
[TestFixture]
public sealed class ProjectStructureTests
{
    private const string Vectors = "Kernel.Recordings/Vectors";

    [Test]
    public void FoldersDoNotUseEachOtherInACircle()
    {
        ILookup<string, string> uses = RecordingsCompilation.Uses()
            .Select(use => (From: use.Folder, To: RecordingsCompilation.FolderOf(use.Symbol)))
            .Where(use => use.To is not null && use.To != use.From).Distinct().ToLookup(use => use.From, use => use.To!);
        Assert.That(uses, Has.Count.GreaterThan(4), "folders that use others");

        // Folders that use nothing but folders already taken away are taken away; a circle stays.
        HashSet<string> left = [.. uses.Select(folder => folder.Key)];
        while (left.FirstOrDefault(folder => !uses[folder].Any(left.Contains)) is { } independent)
            left.Remove(independent);
        Assert.That(left.Select(folder => $"{folder} -> {string.Join(", ", uses[folder].Where(left.Contains))}"), Is.Empty);
    }

    [Test]
    public void OnlyTheVectorsUseInternalsOfTheLibrary()
    {
        (string Folder, string Place, ISymbol Symbol)[] internals =
        [
            .. RecordingsCompilation.Uses().Where(
                use => use.Symbol.ContainingAssembly?.Name == typeof(KvmSystem).Assembly.GetName().Name && !IsPublic(use.Symbol)),
        ];
        Assert.That(internals.Where(use => use.Folder != Vectors).Select(use => $"{use.Place}: {use.Symbol.ToDisplayString()}"), Is.Empty);
        Assert.That(internals.Count(use => use.Folder == Vectors), Is.GreaterThan(50), "the test sees internals where they are used");
    }

    private static bool IsPublic(ISymbol symbol) => symbol is INamespaceSymbol or ITypeParameterSymbol or IParameterSymbol
        || (symbol.DeclaredAccessibility == Accessibility.Public && (symbol.ContainingType is null || IsPublic(symbol.ContainingType)));
}
