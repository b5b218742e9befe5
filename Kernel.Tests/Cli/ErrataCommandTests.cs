// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using Kernel.Cli.Commands;
using Kernel.Cli.Output;
using Kernel.Errata;
using Kernel.Scenarios.Running;
using NUnit.Framework;

namespace Kernel.Tests.Cli;

/// <summary>The command <c>kvmhv errata</c>.</summary>
[TestFixture]
[NonParallelizable]
public sealed class ErrataCommandTests
{
    [Test]
    public void ErrataWithoutArgumentsListsAllErrata()
    {
        (int exit, string output, string error) = Run();
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(error, Is.Empty);
        Assert.That(lines.Select(line => line[..3]), Is.EqualTo(ErrataList.All.Select(erratum => erratum.Number)));
        Assert.That(lines, Has.All.Match(@"^E\d\d  (low|medium|high|critical) +(no )?switch +\w+(, …)? +\S.*\S$"));
        Assert.That(
            lines.Where(line => line.Contains("no switch", StringComparison.Ordinal)).Select(line => line[..3]),
            Is.EqualTo(ErrataList.All.Where(erratum => erratum.Switch is null).Select(erratum => erratum.Number)));
    }

    [Test]
    public void ErrataListCanBePrintedAsJson()
    {
        using JsonDocument document = JsonDocument.Parse(Run("--json").Output);
        JsonElement first = document.RootElement[0];
        Assert.That(document.RootElement.GetArrayLength(), Is.EqualTo(ErrataList.All.Count));
        Assert.That(first.GetProperty("number").GetString(), Is.EqualTo("E01"));
        Assert.That(first.GetProperty("functions")[0].GetString(), Is.EqualTo("kvmppc_h_enter"));
        Assert.That(first.GetProperty("severity").GetString(), Is.EqualTo("critical"));
        Assert.That(first.GetProperty("hasSwitch").GetBoolean(), Is.True);
    }

    [Test]
    public void ErrataShowPrintsBothBehaviours()
    {
        (int exit, string output, string error) = Run("show", "E01");
        Assert.That(exit, Is.EqualTo(ExitCodes.Done), output);
        Assert.That(error, Is.Empty);
        Assert.That(output, Does.StartWith("E01  critical  kvmppc_h_enter\n").And.Not.Contain("\u001b"));
        Assert.That(output, Does.Contain(
            """
            on a host with 4 KB pages, H_ENTER of 16 MB at 0x1000000, entry 8
                as written  kernel oops: access outside slot_phys[0]: index 4096, length 4
                corrected   H_SUCCESS, by the host

            Both behave as claimed.

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void ErrataShowExplainsAnErratumWithoutASwitch()
    {
        (int exit, string output, _) = Run("show", "E24");
        Assert.That(exit, Is.EqualTo(ExitCodes.Done));
        Assert.That(output, Does.Contain("The two cannot be told apart here.").And.EndsWith("Documented only.\n"));
    }

    [Test]
    public void ErrataShowPrintsSeveralErrataAsJson()
    {
        using JsonDocument document = JsonDocument.Parse(Run("show", "E29", "E11", "--json").Output);
        Assert.That(
            document.RootElement.EnumerateArray().Select(report => report.GetProperty("number").GetString()),
            Is.EqualTo(new[] { "E29", "E11" }));
        JsonElement misaligned = document.RootElement[0];
        Assert.That(misaligned.GetProperty("alsoAsWritten")[0].GetString(), Is.EqualTo("E03"));
        Assert.That(misaligned.GetProperty("holds").GetBoolean(), Is.True);
        JsonElement row = misaligned.GetProperty("rows").EnumerateArray().Last();
        Assert.That(row.GetProperty("asWritten").GetString(), Is.EqualTo("0x1000000"));
        Assert.That(
            row.GetProperty("corrected").ValueKind, Is.EqualTo(JsonValueKind.Null), "the corrected run ends before this observation");
    }

    [Test]
    public void ErrataShowAllShowsEveryErratum()
    {
        (int exit, string output, _) = Run("show", "--all");
        Assert.That(exit, Is.EqualTo(ExitCodes.Done), output);
        Assert.That(output.Split('\n').Count(line => line == "Both behave as claimed."), Is.EqualTo(Enum.GetValues<Erratum>().Length));
    }

    [Test]
    public void ErrataShowExitsWithOneIfABehaviourIsNotAsClaimed()
    {
        using StringWriter output = new() { NewLine = "\n" };
        var terminal = new Terminal(output, TextWriter.Null, OutIsTerminal: false, ErrorIsTerminal: false);
        Assert.That(
            ErrataCommand.Show(terminal, [new WrongScenario()], isJson: false, CancellationToken.None), Is.EqualTo(ExitCodes.Mismatch));
        Assert.That(output.ToString(), Does.EndWith(
            """
            one
                as written  1
                corrected   1
                EXPECTED    2

            NOT AS CLAIMED

            """.ReplaceLineEndings("\n")));
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments) => CommandRun.Of(["errata", .. arguments]);

    private sealed class WrongScenario : ErratumScenario
    {
        public override string Number => "E11";

        public override string Setting => "Counts.";

        public override void Run(ErratumRun run) => run.See("one", 1, "1", "2");
    }
}
