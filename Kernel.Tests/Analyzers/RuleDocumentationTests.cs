// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Analyzers;
using Kernel.Tests.Support;
using Microsoft.CodeAnalysis;
using NUnit.Framework;

namespace Kernel.Tests.Analyzers;

public class RuleDocumentationTests
{
    private static IEnumerable<DiagnosticDescriptor> Rules => AllAnalyzers.Instances
        .SelectMany(analyzer => analyzer.SupportedDiagnostics)
        .OrderBy(rule => rule.Id, StringComparer.Ordinal);

    private static IEnumerable<string> Ids => Rules.Select(rule => rule.Id);

    [TestCaseSource(nameof(Ids))]
    public void RuleHasAPageUnderItsIdAndTitle(string id)
    {
        var rule = Rules.Single(rule => rule.Id == id);
        var page = File.ReadLines(Path.Combine(SourceTree.Root.FullName, rule.HelpLinkUri));
        Assert.That(page.First(), Is.EqualTo($"# {rule.Id}: {rule.Title}"));
    }

    [TestCaseSource(nameof(Ids))]
    public void PageHasTheFourSections(string id)
    {
        var rule = Rules.Single(rule => rule.Id == id);
        var headings = File.ReadLines(Path.Combine(SourceTree.Root.FullName, rule.HelpLinkUri))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal));
        Assert.That(headings, Is.EqualTo(new[] { "## Why", "## Example", "## Fix", "## Configure" }));
    }

    [Test]
    public void IndexListsExactlyTheRules()
    {
        var listed = File.ReadLines(Path.Combine(SourceTree.Root.FullName, "docs", "rules", "README.md"))
            .Where(line => line.StartsWith("| [", StringComparison.Ordinal));
        var expected = Rules.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {SeverityOf(rule)} |");
        Assert.That(listed, Is.EqualTo(expected));
    }

    [Test]
    public void EveryPageBelongsToARule()
    {
        var pages = Directory.GetFiles(Path.Combine(SourceTree.Root.FullName, "docs", "rules"),
            "KRN*.md").Select(Path.GetFileNameWithoutExtension);
        Assert.That(pages, Is.EquivalentTo(Rules.Select(rule => rule.Id)));
    }

    [Test]
    public void UnshippedReleaseListsExactlyTheRules()
    {
        var listed = File.ReadLines(Path.Combine(SourceTree.Root.FullName, "Kernel.Analyzers", "AnalyzerReleases.Unshipped.md"))
            .Where(line => line.StartsWith("KRN", StringComparison.Ordinal))
            .Select(line => string.Join(" | ", line.Split(" | ").Take(3)));
        var expected = Rules.Select(rule => $"{rule.Id} | {rule.Category} | {SeverityOf(rule)}");
        Assert.That(listed, Is.EqualTo(expected));
    }

    [Test]
    public void EveryIdBelongsToARule() => Assert.That(
        typeof(RuleIds).GetFields().Select(field => field.GetRawConstantValue()),
        Is.EqualTo(Rules.Select(rule => rule.Id)));

    private static string SeverityOf(DiagnosticDescriptor rule) =>
        rule.IsEnabledByDefault ? rule.DefaultSeverity.ToString() : "Disabled";
}
