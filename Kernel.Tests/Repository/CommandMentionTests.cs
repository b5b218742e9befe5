// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using Kernel.Cli;
using Kernel.Cli.Output;
using NUnit.Framework;

namespace Kernel.Tests.Repository;

/// <summary>The commands that the pages and the help tell the reader to type.</summary>
[TestFixture]
public sealed class CommandMentionTests
{
    private static readonly RootCommand Root =
        CommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, OutIsTerminal: false, ErrorIsTerminal: false));

    [Test]
    public void EveryCommandOnAPageExistsWithItsOptions()
    {
        List<(string Page, int Line, string Arguments)> mentions = [.. RepositoryFiles.Markdown
            .SelectMany(page => new MarkdownPage(RepositoryFiles.TextOf(page)).Code
                .SelectMany(code => CommandMentions.In(code.Text).Select(arguments => (page, code.Line, arguments))))];
        Assert.That(mentions, Has.Count.GreaterThan(15));
        IEnumerable<string> complaints =
            from mention in mentions
            from complaint in CommandMentions.ComplaintsAbout(mention.Arguments, Root)
            select $"{mention.Page}:{mention.Line}: {complaint}";
        Assert.That(complaints, Is.Empty);
    }

    [Test]
    public void EveryExampleInTheHelpParses()
    {
        List<string> examples = [.. Root.Subcommands.Select(command => command.Name).Prepend("").SelectMany(ExamplesOf)];
        Assert.That(examples, Has.Count.GreaterThan(15));
        Assert.That(examples.SelectMany(example => CommandMentions.ComplaintsAbout(example, Root)), Is.Empty);
        Assert.That(
            examples.SelectMany(example => Root.Parse(example).Errors.Select(error => $"kvmhv {example}: {error.Message}")), Is.Empty);
    }

    [TestCase("kvmhv rerun late-mapping", "kvmhv rerun late-mapping: there is no command rerun.")]
    [TestCase("dotnet run -c Release --project Kernel.Cli -- play", "kvmhv play: there is no command play.")]
    [TestCase("kvmhv replay --quick # fast", "kvmhv replay --quick: there is no option --quick.")]
    [TestCase("kvmhv hpt x --stop-at 3", "kvmhv hpt x --stop-at 3: there is no option --stop-at.")]
    [TestCase("kvmhv --colour", "kvmhv --colour: there is no option --colour.")]
    [TestCase("kvmhv replay boot.csv.gz --errata=E13 --json", null)]
    [TestCase("kvmhv --version", null)]
    [TestCase("kvmhv run --help", null)]
    [TestCase("kvmhv", null)]
    [TestCase("x.kvmhv replays nothing", null)]
    public void AMentionOfAnUnknownCommandOrOptionIsFound(string code, string? complaint) =>
        Assert.That(
            CommandMentions.In(code).SelectMany(arguments => CommandMentions.ComplaintsAbout(arguments, Root)),
            Is.EqualTo(complaint is null ? [] : new[] { complaint }));

    // The lines of the help that begin with the command, without the explanation, which follows after several blanks.
    private static IEnumerable<string> ExamplesOf(string command)
    {
        using StringWriter output = new();
        CommandLine.Run(
            command.Length == 0 ? ["--help"] : [command, "--help"],
            new Terminal(output, TextWriter.Null, OutIsTerminal: false, ErrorIsTerminal: false));
        return output.ToString().ReplaceLineEndings("\n").Split("Examples:\n")[1].Split('\n')
            .Where(line => line.StartsWith("  kvmhv", StringComparison.Ordinal))
            .Select(line => line["  kvmhv ".Length..].Split("   ")[0].Trim());
    }
}
