// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Compares the port with its original, function by function.</summary>
[TestFixture]
public sealed class InventoryTests
{
    private static IEnumerable<TestCaseData> ExpectedFunctions =>
        OriginalInventory.Expected.Select(
            function => new TestCaseData(function).SetArgDisplayNames($"{Path.GetFileName(function.File)} {function.Name}"));

    private static IEnumerable<string> CFiles => OriginalInventory.Files;

    [Test]
    public void TheSourcesCompileWithoutErrors()
    {
        // CS8795: the source generator that writes the body of a library import does not run here.
        IEnumerable<Diagnostic> errors =
            PortZone.Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS8795");
        Assert.Multiple(() =>
        {
            Assert.That(errors, Is.Empty, "a call that cannot be bound cannot be compared");
            Assert.That(PortZone.Files, Has.Count.GreaterThan(40));
            Assert.That(OriginalInventory.Expected, Has.Count.EqualTo(78), "functions of the inventory that the port follows");
        });
    }

    [TestCaseSource(nameof(ExpectedFunctions))]
    public void AnOriginalFunctionIsPortedAndCited(OriginalFunction function)
    {
        PortedMethod method = Find(function);
        Assert.That(method.CitedFile, Is.EqualTo(function.File), $"{method} cites another file than its original.");
        Assert.That(Citation.ComplaintsAbout(method, [function]), Is.Empty);
    }

    [TestCaseSource(nameof(ExpectedFunctions))]
    public void APortedFunctionMakesTheCallsOfItsOriginal(OriginalFunction function)
    {
        Find(function);
        List<string> complaints = Comparison.Of(function).CallComplaints;
        Assert.That(complaints, Is.Empty, string.Join(Environment.NewLine, complaints));
    }

    [TestCaseSource(nameof(ExpectedFunctions))]
    public void APortedFunctionUsesTheConstantsOfItsOriginal(OriginalFunction function)
    {
        Find(function);
        List<string> complaints = Comparison.Of(function).ConstantComplaints;
        Assert.That(complaints, Is.Empty, string.Join(Environment.NewLine, complaints));
    }

    [TestCaseSource(nameof(CFiles))]
    public void PortedFunctionsAreInTheOrderOfTheOriginal(string cFile)
    {
        IEnumerable<string> inPort =
            PortZone.Methods.Where(method => method.SourceFile == PortZone.SourceOf(cFile)).Select(method => method.Name);
        IEnumerable<string> inOriginal =
            OriginalInventory.Expected.Where(function => function.File == cFile).Select(function => function.Name);
        Assert.That(inPort, Is.EqualTo(inOriginal), $"The functions of {PortZone.SourceOf(cFile)} are not those of {cFile}, in its order.");
    }

    [Test]
    public void CitationsOfOtherVersionsAscendWithinTheirFile()
    {
        List<PortedMethod> others = [.. PortZone.Methods.Where(method => method.CitedVersion is not null)];
        Assert.That(others, Has.Count.GreaterThan(30), "citations of v3.6");
        Assert.Multiple(() =>
        {
            foreach (IGrouping<string, PortedMethod> file in others.GroupBy(method => method.SourceFile))
            {
                Assert.That(
                    file.Select(method => method.CitedLine), Is.Ordered.And.Unique, $"{file.Key} does not have the order of its original.");
                Assert.That(
                    file.Select(method => method.CitedFile).Distinct().Single(),
                    Does.StartWith(file.Key["Kernel/".Length..^".cs".Length] + "."),
                    $"{file.Key} has another original than it cites.");
                Assert.That(
                    file.Select(method => method.CitedVersion), Has.All.EqualTo("v3.6"), $"{file.Key} cites another version than v3.6.");
            }
        });
    }

    [Test]
    public void EveryCorrespondenceEntryIsNeeded()
    {
        HashSet<object> used =
        [
            .. OriginalInventory.Expected.Where(function => Comparison.CounterpartsOf(function).Count == 1)
                .SelectMany(function => Comparison.Of(function).UsedEntries),
        ];
        IEnumerable<object> all =
            [.. Correspondence.Renamings, .. Correspondence.NotCalled, .. Correspondence.Added, .. Correspondence.ConstantsNotUsed];
        Assert.That(all.Where(entry => !used.Contains(entry)), Is.Empty, "entries that explain no difference");
    }

    [Test]
    public void EveryCorrespondenceEntryHasAReason()
    {
        IEnumerable<string> reasons = [
            .. Correspondence.Renamings.Select(entry => entry.Why), .. Correspondence.NotCalled.Select(entry => entry.Why),
            .. Correspondence.Added.Select(entry => entry.Why), .. Correspondence.ConstantsNotUsed.Select(entry => entry.Why)];
        Assert.That(reasons, Has.All.Length.GreaterThan(10));
    }

    [Test]
    public void EveryFunctionOfTheOriginalIsPortedOrLeftOutForAReason()
    {
        foreach (string cFile in OriginalInventory.Files)
        {
            List<OriginalFunction> all = [.. OriginalInventory.Functions.Where(function => function.File == cFile)];
            int ported = all.Count(function => PortZone.Methods.Any(method => method.CitedFile == cFile && method.Name == function.Name));
            TestContext.Out.WriteLine($"{cFile}: {ported} of {all.Count} functions");
            foreach (var group in all.GroupBy(OriginalInventory.ReasonToLeaveOut).Where(group => group.Key is not null))
                TestContext.Out.WriteLine($"    left out: {string.Join(", ", group.Select(function => function.Name))} ({group.Key})");
            Assert.That(ported, Is.EqualTo(all.Count(function => OriginalInventory.ReasonToLeaveOut(function) is null)), cFile);
        }
        foreach (var file in PortZone.Methods.Where(method => method.CitedVersion is not null).GroupBy(method => method.CitedFile))
            TestContext.Out.WriteLine($"{file.Key}: {file.Count()} functions, cited by their lines in {file.First().CitedVersion}");
    }

    [Test]
    public void EveryFunctionOfAPortedFileCitesItsOriginalOrSaysWhyItHasNone()
    {
        List<MethodDeclarationSyntax> functions =
        [
            .. PortZone.Compilation.SyntaxTrees
                .Where(tree => PortZone.Files.Contains(tree.FilePath) && !tree.FilePath.Contains("/include/", StringComparison.Ordinal))
                .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()),
        ];
        Assert.That(functions, Has.Count.GreaterThan(140));
        Assert.That(
            functions.Where(function => !function.ToFullString().Contains("[PortOf(", StringComparison.Ordinal)
                    && !function.ToFullString().Contains("PORT:", StringComparison.Ordinal))
                .Select(function => $"{PortZone.PlaceOf(function)} {function.Identifier}"),
            Is.Empty, "functions with neither [PortOf] nor PORT:");
    }

    private static PortedMethod Find(OriginalFunction function)
    {
        IReadOnlyList<PortedMethod> found = Comparison.CounterpartsOf(function);
        string source = PortZone.SourceOf(function.File);
        Assert.That(found, Has.Count.EqualTo(1), $"{function} has {found.Count} counterparts with a PortOf attribute in {source}.");
        return found[0];
    }
}
