// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Examples.Errata;
using Spectre.Console;

namespace Kernel.Cli.Output;

/// <summary>Prints the list of errata, and what their scenarios see.</summary>
internal static class ErratumPrinter
{
    private const int LineWidth = 100;
    private const int LongestLine = 400;

    private static readonly Style AsWrittenStyle = new(Color.Yellow);
    private static readonly Style CorrectedStyle = new(Color.Green);
    private static readonly Style WrongStyle = new(Color.Red);

    /// <summary>Prints a line for each.</summary>
    public static void List(IAnsiConsole console, IReadOnlyList<ErratumDescription> errata)
    {
        console.Profile.Width = LongestLine;
        int width = errata.Max(erratum => FirstOf(erratum).Length);
        foreach (ErratumDescription erratum in errata)
        {
            string severity = NameOf(erratum.Severity).PadRight(8);
            string hasSwitch = erratum.Switch is null ? "no switch" : "switch";
            Write(console, $"{erratum.Number}  {severity}  {hasSwitch,-9}  {FirstOf(erratum).PadRight(width)}  {erratum.Title}", StyleOf(erratum.Severity));
        }
    }

    /// <summary>Prints what came of a scenario.</summary>
    public static void Show(IAnsiConsole console, ErratumReport report)
    {
        console.Profile.Width = LongestLine;
        Write(console, $"{report.Erratum.Number}  {NameOf(report.Erratum.Severity)}  {report.Erratum.Functions}", Style.Plain);
        Write(console, report.Erratum.Title, new Style(decoration: Decoration.Bold));
        Write(console, "", Style.Plain);
        Paragraph(console, report.Setting);
        foreach (ErratumRow row in report.Rows)
        {
            Write(console, row.What, Style.Plain);
            if (row.Differs || !row.IsAsExpected)
            {
                Seen(console, "as written", row.AsWritten, AsWrittenStyle);
                Seen(console, "corrected", row.Corrected, CorrectedStyle);
            }
            else
            {
                Seen(console, "both", row.AsWritten, Style.Plain);
            }
        }
        if (report.Rows.Count != 0)
            Write(console, "", Style.Plain);
        if (report.Indistinguishable is { } reason)
            Paragraph(console, "The two cannot be told apart here. " + reason);
        if (report.Holds)
            Write(console, report.Rows.Count == 0 ? "Documented only." : "Both behave as claimed.", Style.Plain);
        else
            Write(console, "NOT AS CLAIMED", WrongStyle);
    }

    private static void Seen(IAnsiConsole console, string behaviour, Observation? seen, Style style)
    {
        Write(console, $"    {behaviour,-10}  {seen?.Seen ?? "(not reached)"}", style);
        if (seen is { IsAsExpected: false })
            Write(console, $"    {"EXPECTED",-10}  {seen.Expected}", WrongStyle);
    }

    private static void Paragraph(IAnsiConsole console, string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > LineWidth)
            {
                Write(console, line, Style.Plain);
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        Write(console, line, Style.Plain);
        Write(console, "", Style.Plain);
    }

    private static string FirstOf(ErratumDescription erratum)
    {
        string[] functions = erratum.Functions.Split(", ");
        return functions.Length == 1 ? functions[0] : functions[0] + ", …";
    }

    private static string NameOf(ErratumSeverity severity) => severity.ToString().ToLowerInvariant();

    private static Style StyleOf(ErratumSeverity severity) => severity switch
    {
        ErratumSeverity.Critical => WrongStyle,
        ErratumSeverity.High => AsWrittenStyle,
        _ => Style.Plain,
    };

    private static void Write(IAnsiConsole console, string line, Style style) => console.Write(new Text(line + "\n", style));
}
