// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios.Running;
using Spectre.Console;

namespace Kernel.Cli.Output;

/// <summary>Prints the list of errata and the results of their scenarios.</summary>
/// <param name="terminal">The terminal to print to.</param>
internal sealed class ErratumPrinter(Terminal terminal)
{
    private const int MaxParagraphWidth = 100;
    private const int MaxLineLength = 400;

    private static readonly Style AsWrittenStyle = new(Color.Yellow);
    private static readonly Style CorrectedStyle = new(Color.Green);
    private static readonly Style WrongStyle = new(Color.Red);

    private readonly LineConsole _console = new(terminal);

    /// <summary>Prints one line for each erratum.</summary>
    public void List(IReadOnlyList<ErratumDescription> errata)
    {
        int width = errata.Max(erratum => FunctionsOf(erratum).Length);
        foreach (ErratumDescription erratum in errata)
        {
            string severity = NameOf(erratum.Severity).PadRight(8);
            string hasSwitch = erratum.Switch is null ? "no switch" : "switch";
            string functions = FunctionsOf(erratum).PadRight(width);
            Write($"{erratum.Number}  {severity}  {hasSwitch,-9}  {functions}  {erratum.Title}", StyleOf(erratum.Severity));
        }
    }

    /// <summary>Prints the result of a scenario.</summary>
    public void Show(ErratumReport report)
    {
        ErratumDescription erratum = report.Erratum;
        Write($"{erratum.Number}  {NameOf(erratum.Severity)}  {string.Join(", ", erratum.Functions)}", Style.Plain);
        Write(erratum.Title, new Style(decoration: Decoration.Bold));
        Write("", Style.Plain);
        Paragraph(report.Setting);
        foreach (ErratumRow row in report.Rows)
        {
            Write(row.What, Style.Plain);
            if (row.Differs || !row.IsAsExpected)
            {
                Seen("as written", row.AsWritten, AsWrittenStyle);
                Seen("corrected", row.Corrected, CorrectedStyle);
            }
            else
            {
                Seen("both", row.AsWritten, Style.Plain);
            }
        }
        if (report.Rows.Count != 0)
            Write("", Style.Plain);
        if (report.Indistinguishable is { } reason)
            Paragraph("The two cannot be told apart here. " + reason);
        if (report.Holds)
            Write(report.Rows.Count == 0 ? "Documented only." : "Both behave as claimed.", Style.Plain);
        else
            Write("NOT AS CLAIMED", WrongStyle);
    }

    private void Seen(string behaviour, Observation? seen, Style style)
    {
        Write($"    {behaviour,-10}  {seen?.Seen ?? "(not reached)"}", style);
        if (seen is { IsAsExpected: false })
            Write($"    {"EXPECTED",-10}  {seen.Expected}", WrongStyle);
    }

    private void Paragraph(string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > MaxParagraphWidth)
            {
                Write(line, Style.Plain);
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        Write(line, Style.Plain);
        Write("", Style.Plain);
    }

    private static string FunctionsOf(ErratumDescription erratum) => erratum.Functions[0] + (erratum.Functions.Count == 1 ? "" : ", …");

    private static string NameOf(ErratumSeverity severity) => severity.ToString().ToLowerInvariant();

    private static Style StyleOf(ErratumSeverity severity) => severity switch
    {
        ErratumSeverity.Critical => WrongStyle,
        ErratumSeverity.High => AsWrittenStyle,
        _ => Style.Plain,
    };

    private void Write(string line, Style style) => _console.WriteLine(line, style);
}
