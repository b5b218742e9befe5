// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using Kernel.Cli.Output;
using Kernel.Errata;
using Kernel.Scenarios;
using Kernel.Scenarios.Running;

namespace Kernel.Cli.Commands;

/// <summary><c>kvmhv errata</c>: lists the defects of the original, and runs their scenarios in both behaviours.</summary>
internal static class ErrataCommand
{
    private const string Examples =
        """
          kvmhv errata                                      list the errata
          kvmhv errata --json
          kvmhv errata show E01                             run the scenario of one, as written and corrected
        """;

    private const string ShowExamples =
        """
          kvmhv errata show E01
          kvmhv errata show E12 E33 --json                  several, as JSON
          kvmhv errata show --all                           all of them; exit code 1 if one does not behave as claimed
        """;

    /// <summary>Creates the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("errata", "Lists the numbered defects of the original.")
        {
            CreateShow(terminal), json,
        };
        command.SetAction(parsed => List(terminal, parsed.GetValue(json)));
        return command.WithExamples(Examples);
    }

    private static Command CreateShow(Terminal terminal)
    {
        Argument<string[]> numbers = new("NUMBER")
        {
            Description = "The errata to show, such as E01",
            HelpName = "NUMBER",
            Arity = ArgumentArity.ZeroOrMore,
        };
        numbers.CompletionSources.Add([.. ErrataList.All.Select(erratum => erratum.Number)]);
        Option<bool> all = new("--all") { Description = "Show all errata" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("show", "Runs the scenario of a defect as written and corrected, and checks what it claims of both.")
        {
            numbers, all, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Show(terminal, Choose(parsed.GetValue(numbers)!, parsed.GetValue(all)), parsed.GetValue(json), cancellation),
            cancellation));
        return command.WithExamples(ShowExamples);
    }

    private static int List(Terminal terminal, bool isJson)
    {
        if (isJson)
            JsonOutput.Write(terminal.Out, ErrataList.All.Select(ErratumJson.Of));
        else
            new ErratumPrinter(terminal).List(ErrataList.All);
        return ExitCodes.Done;
    }

    private static IReadOnlyList<ErratumScenario> Choose(string[] numbers, bool all)
    {
        if (all && numbers.Length != 0)
            throw new UsageException("NUMBER and --all exclude each other.");
        if (all)
            return AllScenarios.List;
        if (numbers.Length == 0)
            throw new UsageException($"Neither a NUMBER nor --all was given; expected {Range}, or --all.");
        return [.. numbers.Select(Find)];
    }

    private static ErratumScenario Find(string number)
    {
        if (AllScenarios.Find(number) is { } scenario)
            return scenario;
        throw new UsageException($"{number}: no such erratum; expected {Range}.");
    }

    private static string Range => $"{ErrataList.All[0].Number} to {ErrataList.All[^1].Number}";

    /// <summary>Runs scenarios and prints their observations.</summary>
    internal static int Show(Terminal terminal, IReadOnlyList<ErratumScenario> scenarios, bool isJson, CancellationToken cancellation)
    {
        List<ErratumReport> reports = [];
        ErratumPrinter printer = new(terminal);
        foreach (ErratumScenario scenario in scenarios)
        {
            cancellation.ThrowIfCancellationRequested();
            ErratumReport report = scenario.Show();
            if (!isJson)
            {
                if (reports.Count != 0)
                    terminal.Out.WriteLine();
                printer.Show(report);
            }
            reports.Add(report);
        }
        if (isJson)
            JsonOutput.Write(terminal.Out, reports.Select(ErratumJson.Of));
        return reports.All(report => report.Holds) ? ExitCodes.Done : ExitCodes.Mismatch;
    }
}
