// SPDX-License-Identifier: GPL-2.0-only
using System.Reflection;
using System.Text.RegularExpressions;
using Kernel.Cli.Commands;
using Kernel.Errata;
using Kernel.Scenarios;
using Kernel.Tests.Cli;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>
/// Compares the pages of docs/errata with the errata list, the marks in the port zone, the tests and the output of the command.
/// </summary>
[TestFixture]
[NonParallelizable]
public sealed partial class ErrataPageTests
{
    private const string PortZoneFolder = "Kernel/";

    private static readonly string[] Headings =
    [
        "In the original", "A minimal scenario", "As written, and corrected", "What upstream did", "What it meant for users", "In the port",
    ];

    private static readonly Lazy<ILookup<string, Place>> LazyMarks =
        new(() => PortZone.Trees.SelectMany(MarksOf).Distinct().ToLookup(mark => mark.Number, mark => mark.Place));

    private static IEnumerable<string> Numbers => ErrataList.All.Select(erratum => erratum.Number);

    private static string FolderOfPages => PortZone.PathOf("docs/errata");

    [Test]
    public void EveryErratumHasOnePageAndEveryPageAnErratum() => Assert.That(
        Directory.EnumerateFiles(FolderOfPages).Select(Path.GetFileName).Order(StringComparer.Ordinal),
        Is.EqualTo(Numbers.Select(number => number + ".md").Append("README.md")));

    [TestCaseSource(nameof(Numbers))]
    public void AnErratumPageBeginsWithItsListEntryAndHasAllHeadings(string number)
    {
        ErratumDescription erratum = ErrataList.Find(number)!;
        string page = TextOf(number);
        Assert.That(page, Does.StartWith(
            $"# {number}: {erratum.Title}\n\n"
            + $"Severity: {ErrataTableTests.Severity(erratum)}. Function: {ErrataTableTests.Functions(erratum)}.\n"));
        Assert.That(Heading().Matches(page).Select(heading => heading.Groups["text"].Value), Is.EqualTo(Headings));
        Assert.That(Headings.Where(heading => SectionOf(page, heading).Trim().Length < 20), Is.Empty, "headings without text");
        Assert.That(
            SectionOf(page, "As written, and corrected"), Does.Match(@"(?s)^\s*\* As written: .*\n\* Corrected: "),
            "both behaviours are described");
    }

    [TestCaseSource(nameof(Numbers))]
    public void AnErratumPageShowsTheOutputOfTheCommand(string number)
    {
        string[] shown = [.. Block().Matches(TextOf(number)).Select(block => block.Groups["text"].Value)];
        (int exit, string output, _) = CommandRun.Of("errata", "show", number);
        Assert.That(exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(shown, Is.EqualTo(new[] { $"$ kvmhv errata show {number}\n{output}" }));
    }

    // In both directions: each place on the page is marked, and each mark is on the page.
    [TestCaseSource(nameof(Numbers))]
    public void AnErratumPageNamesExactlyThePlacesThatAreMarked(string number)
    {
        string section = SectionOf(TextOf(number), "In the port");
        IEnumerable<Place> named =
            from line in PlaceLine().Matches(section)
            from member in Name().Matches(line.Groups["members"].Value)
            select new Place(PortZoneFolder + line.Groups["file"].Value, member.Groups["name"].Value);
        Assert.That(LazyMarks.Value[number], Is.Not.Empty, "the erratum has a mark");
        Assert.That(named, Is.EquivalentTo(LazyMarks.Value[number]));
        IEnumerable<string> functions = ErrataList.Find(number)!.Functions;
        Assert.That(
            functions.Where(function => LazyMarks.Value[number].All(mark => mark.Member != function))
                .Where(function => !section.Contains($"`{function}` is as it was", StringComparison.Ordinal)),
            Is.Empty, "functions with the defect that are neither marked nor described as unchanged");
        Assert.That(
            PlaceLine().Matches(section).Select(line => line.Groups["file"].Value),
            Is.EqualTo(PlaceLine().Matches(section).Select(line => line.Groups["target"].Value)), "link texts and targets agree");
    }

    [Test]
    public void EveryFunctionOfAnErratumIsInThePort() => Assert.That(
        ErrataList.All.SelectMany(erratum => erratum.Functions).Distinct()
            .Except(PortZone.Trees.SelectMany(tree => tree.GetRoot().DescendantNodes()).OfType<MethodDeclarationSyntax>()
                .Select(method => method.Identifier.ValueText)),
        Is.Empty);

    [TestCaseSource(nameof(Numbers))]
    public void AnErratumPageNamesItsSwitchItsTestsAndItsScenario(string number)
    {
        ErratumDescription erratum = ErrataList.Find(number)!;
        string section = SectionOf(TextOf(number), "In the port");
        string scenario = AllScenarios.Find(number)!.GetType().Name;
        Assert.That(section, Does.Contain($"* Scenario: [`{scenario}.cs`](../../scenarios/{scenario}.cs)\n"));
        Assert.That(File.Exists(PortZone.PathOf($"scenarios/{scenario}.cs")));
        if (erratum.Switch is null)
        {
            Assert.That(section, Does.Contain("* Switch: none\n* Tests: none;"));
            return;
        }

        Assert.That(section, Does.Contain($"* Switch: `Erratum.{number}`\n"));
        Match tests = Tests().Match(section);
        Assert.That(tests.Groups["target"].Value, Is.EqualTo(tests.Groups["name"].Value));
        Type? fixture = typeof(ErrataPageTests).Assembly.GetType("Kernel.Tests.Errata." + tests.Groups["name"].Value);
        Assert.That(fixture, Is.Not.Null, $"the fixture '{tests.Groups["name"].Value}' exists");
        Assert.That(
            fixture!.GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(method => method.Name),
            Has.Some.StartsWith(number + "_"), "the fixture tests this erratum");
    }

    private static string TextOf(string number) => File.ReadAllText(Path.Combine(FolderOfPages, number + ".md")).ReplaceLineEndings("\n");

    private static string SectionOf(string page, string heading)
    {
        string[] parts = page.Split($"\n## {heading}\n");
        Assert.That(parts, Has.Length.EqualTo(2), heading);
        return parts[1].Split("\n## ")[0] + "\n";
    }

    private static IEnumerable<(string Number, Place Place)> MarksOf(SyntaxTree tree) =>
        from member in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
        let name = member switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            _ => null,
        }
        where name is not null
        from line in member.ToFullString().Split('\n')
        from number in NumbersIn(line)
        select (number, new Place(tree.FilePath, name));

    private static IEnumerable<string> NumbersIn(string line)
    {
        int mark = line.IndexOf("// PORT:", StringComparison.Ordinal);
        IEnumerable<string> switches = Switch().Matches(line).Select(match => match.Groups["number"].Value);
        return mark < 0 ? switches : switches.Concat(Number().Matches(line[mark..]).Select(match => match.Value));
    }

    private readonly record struct Place(string File, string Member);

    [GeneratedRegex(@"^## (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```text\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(
        @"^\* \[`(?<file>(arch|include|virt)/[^`]+)`\]\(\.\./\.\./Kernel/(?<target>[^)]+)\): (?<members>.*)$", RegexOptions.Multiline)]
    private static partial Regex PlaceLine();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\* Tests: \[`(?<name>\w+)`\]\(\.\./\.\./Kernel\.Tests/Errata/(?<target>\w+)\.cs\)$", RegexOptions.Multiline)]
    private static partial Regex Tests();

    [GeneratedRegex(@"corrected\((?<number>E\d\d)\)")]
    private static partial Regex Switch();

    [GeneratedRegex(@"\bE\d\d\b")]
    private static partial Regex Number();
}
