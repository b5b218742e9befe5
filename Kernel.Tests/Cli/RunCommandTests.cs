// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using System.Text.RegularExpressions;
using Kernel.Cli.Commands;
using Kernel.Cli.Output;
using Kernel.Examples;
using NUnit.Framework;

namespace Kernel.Tests.Cli;

/// <summary>The command <c>kvmhv run</c>.</summary>
[TestFixture]
[NonParallelizable]
public sealed partial class RunCommandTests
{
    [Test]
    public void RunWithoutAnArgumentListsTheExamples()
    {
        (int exit, string[] lines, string error) = Run();
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(ExitCodes.Done));
            Assert.That(error, Is.Empty);
            Assert.That(lines.Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "late-mapping", "rmo-ppc970", "eight-vcpus" }));
        });
        using JsonDocument document = JsonDocument.Parse(string.Join('\n', Run("--json").Lines));
        Assert.That(
            document.RootElement.EnumerateArray().Select(example => example.GetProperty("name").GetString()),
            Is.EqualTo(AllExamples.List.Select(example => example.Name)));
    }

    [Test]
    public void RunPrintsNumberedLines()
    {
        (int exit, string[] lines, string error) = Run("late-mapping");
        Assert.That(exit, Is.EqualTo(ExitCodes.Done), string.Join('\n', lines));
        Assert.That(error, Is.Empty);
        Assert.That(lines.Select(line => int.Parse(line[..4])), Is.EqualTo(Enumerable.Range(1, lines.Length)));
        Assert.That(lines, Has.None.Contains("\u001b"), "output to a file has no colours");
        Assert.That(
            lines.Count(line => line.Contains("  pin     the page at user address 0x", StringComparison.Ordinal)), Is.EqualTo(6),
            "4 pages of the virtual real mode area and 2 pages on demand");
        Assert.That(lines.Where(line => line.Contains(": H_SUCCESS", StringComparison.Ordinal)).Select(line => line[6..]), Is.EqualTo(new[]
        {
            "vcpu 0  H_ENTER: H_SUCCESS, by the host, after H_TOO_HARD in real mode",
            "vcpu 0  H_ENTER: H_SUCCESS, in real mode",
            "vcpu 0  H_ENTER: H_SUCCESS, by the host, after H_TOO_HARD in real mode",
        }));
    }

    [Test]
    public void RunQuietPrintsOnlyTheLinesOfTheExample()
    {
        (int exit, string[] lines, _) = Run("late-mapping", "--quiet");
        Assert.That(exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(lines.Select(line => line[6..14].TrimEnd()).Distinct(), Is.EquivalentTo(new[] { "user", "holds" }));
    }

    [Test]
    public void RunPrintsWholeLinesOfSeveralThreads()
    {
        (int exit, string[] lines, _) = Run("eight-vcpus");
        Assert.That(exit, Is.EqualTo(ExitCodes.Done), string.Join('\n', lines));
        Assert.That(lines.Where(line => !Whole().IsMatch(line)), Is.Empty);
        Assert.That(lines.Select(line => int.Parse(line[..4])), Is.EqualTo(Enumerable.Range(1, lines.Length)));
    }

    [Test]
    public void RunPrintsOneJsonObjectPerLine()
    {
        (int exit, string[] lines, _) = Run("rmo-ppc970", "--json");
        Assert.That(exit, Is.EqualTo(ExitCodes.Done));
        List<JsonElement> objects = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.That(objects.Select(item => item.GetProperty("number").GetInt32()), Is.EqualTo(Enumerable.Range(1, lines.Length)));
        JsonElement interrupt = objects.Single(item => item.GetProperty("kind").GetString() == "interrupted");
        Assert.That(interrupt.GetProperty("trap").GetString(), Is.EqualTo("300"));
        Assert.That(interrupt.GetProperty("address").GetString(), Is.EqualTo("4000000"));
        Assert.That(interrupt.GetProperty("vcpu").GetInt32(), Is.Zero);
    }

    [Test]
    public void RunNamesHypercallsInJson()
    {
        JsonElement[] answers =
        [
            .. Run("late-mapping", "--json").Lines.Select(line => JsonDocument.Parse(line).RootElement)
                .Where(item => item.GetProperty("kind").GetString() == "hypercallAnswered"),
        ];
        Assert.That(answers.Select(item => item.GetProperty("hypercall").GetString()), Is.All.EqualTo("H_ENTER"));
        Assert.That(answers.Select(item => item.GetProperty("result").GetInt64()), Is.All.Zero);
        Assert.That(answers.Select(item => item.GetProperty("answeredBy").GetString()), Is.EqualTo(new[] { "host", "realMode", "host" }));
    }

    [Test]
    public void RunEndsAtAFailedClaimAndExitsWithOne()
    {
        using StringWriter output = new() { NewLine = "\n" };
        int exit = RunCommand.Run(
            new Terminal(output, TextWriter.Null, OutIsTerminal: false, ErrorIsTerminal: false), new WrongExample(), isQuiet: true,
            isJson: false);
        Assert.That(exit, Is.EqualTo(ExitCodes.Mismatch));
        Assert.That(output.ToString(), Is.EqualTo("   1  user    counts\n   2  holds   one is one\n   3  FAILED  one is two\n"));
    }

    private static (int Exit, string[] Lines, string Error) Run(params string[] arguments)
    {
        (int exit, string output, string error) = CommandRun.Of(["run", .. arguments]);
        return (exit, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), error);
    }

    private sealed class WrongExample : IExample
    {
        public string Name => "wrong";

        public string Summary => "claims too much";

        public void Run(ExampleContext context)
        {
            context.Say("counts");
            context.Claim("one is one", true);
            context.Claim("one is two", false);
        }
    }

    [GeneratedRegex(@"^ *\d+  (user   |holds  |pin    |vcpu \d ) \S.*$")]
    private static partial Regex Whole();
}
