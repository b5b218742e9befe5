// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Where the analyzers are told instead of asked: each place is known here, and there is no other.</summary>
[TestFixture]
public sealed class EscapeTests
{
    private static readonly string[] Known =
    [
        // an oops is the end of the simulated machine
        "oops_out_of_bounds", "oops_out_of_bounds",

        // Kernel/Concurrency: locks that are held for a moment, by nobody who sleeps, and alarms
        "Hold", "Dispose", "Hold", "PulseAll", "Dispose", "Set", "Dispose",

        // tables of the simulated host behind such locks: page frames, timers
        "put_page", "pfn_to_page", "Start", "TryToCancel",

        // what the processor does: its registers, the guest, a nap, and a turn for the other processors
        "Current", "Now", "RunGuest", "Nap", "Pause",
    ];

    [Test]
    public void EscapesAreThese() =>
        Assert.That(Files().SelectMany(EscapesIn), Is.EquivalentTo(Known));

    [Test]
    public void NoRuleIsSwitchedOffInAFile() => Assert.That(
        Files().Where(file => SourceTree.TextOf(file) is var text && (Has(text, "disable KRN") || Has(text, "\"KRN")))
            .Select(file => file.Name),
        Is.Empty);

    [Test]
    public void NoRuleIsSwitchedOffForAFolder() => Assert.That(
        File.ReadLines(Path.Combine(SourceTree.Root.FullName, ".editorconfig")).Where(line => Has(line, "KRN") && Has(line, ".severity")),
        Is.All.EndsWith("= error"));

    private static IEnumerable<FileInfo> Files() =>
        SourceTree.FilesBelow("Kernel").Concat(SourceTree.FilesBelow("Kernel.Cli")).Concat(SourceTree.FilesBelow("Kernel.Benchmarks"))
        .Concat(SourceTree.FilesBelow("examples"));

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);

    private static IEnumerable<string> EscapesIn(FileInfo file) =>
        from attribute in CSharpSyntaxTree.ParseText(SourceTree.TextOf(file)).GetRoot().DescendantNodes().OfType<AttributeSyntax>()
        where attribute.ArgumentList?.Arguments.Any(argument => argument.NameEquals?.Name.Identifier.Text == "Unchecked") == true
        select attribute.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.Text
            ?? attribute.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.Text ?? attribute.ToString();
}
