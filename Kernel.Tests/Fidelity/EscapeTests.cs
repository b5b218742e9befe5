// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Every member that is excluded from the analyzers' checks by <c>Unchecked</c> is listed here.</summary>
[TestFixture]
public sealed class EscapeTests
{
    private static readonly string[] Projects =
    [
        "Kernel", "Kernel.Files", "Kernel.Recordings", "Kernel.Pages", "Kernel.SideBySide", "Kernel.Cli", "Kernel.Benchmarks", "examples",
        "scenarios",
    ];

    private static readonly string[] Known =
    [
        // an oops ends the simulated machine
        "oops_out_of_bounds", "oops_out_of_bounds", "oops_freed", "BUG", "oops",

        // Kernel/Concurrency: brief locks, whose holders never sleep, and alarms
        "Hold", "Dispose", "Hold", "PulseAll", "Dispose", "Set", "Dispose",

        // tables of the simulated host that such locks protect: page frames, timers
        "put_page", "pfn_to_page", "virt_to_page", "clear_pages", "Start", "TryToCancel",

        // actions of the processor: registers, running the guest, nap, yielding to other processors
        "Current", "Now", "RunGuest", "Nap", "Pause",
    ];

    [Test]
    public void OnlyTheListedMembersAreUnchecked() =>
        Assert.That(Files().SelectMany(EscapesIn), Is.EquivalentTo(Known));

    [Test]
    public void NoAnalyzerRuleIsSwitchedOffInAFile() => Assert.That(
        Files().Where(file => SwitchesRuleOff(SourceTree.TextOf(file))).Select(file => file.Name), Is.Empty);

    [Test]
    public void NoAnalyzerRuleIsSwitchedOffForAFolder() => Assert.That(
        File.ReadLines(Path.Combine(SourceTree.Root.FullName, ".editorconfig"))
            .Where(line => line.Contains("KRN", StringComparison.Ordinal) && line.Contains(".severity", StringComparison.Ordinal)),
        Is.All.EndsWith("= error"));

    private static IEnumerable<FileInfo> Files() => Projects.SelectMany(project => SourceTree.FilesBelow(project));

    private static bool SwitchesRuleOff(string text) =>
        text.Contains("disable KRN", StringComparison.Ordinal) || text.Contains("\"KRN", StringComparison.Ordinal);

    private static IEnumerable<string> EscapesIn(FileInfo file) =>
        from attribute in CSharpSyntaxTree.ParseText(SourceTree.TextOf(file)).GetRoot().DescendantNodes().OfType<AttributeSyntax>()
        where attribute.ArgumentList?.Arguments.Any(argument => argument.NameEquals?.Name.Identifier.Text == "Unchecked") == true
        select attribute.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.Text
            ?? attribute.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.Text ?? attribute.ToString();
}
