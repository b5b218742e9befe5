// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.Recordings.Vectors;
using Spectre.Console;

namespace Kernel.Cli.Output;

/// <summary>Prints what came of playing vectors.</summary>
internal static class VectorReportPrinter
{
    /// <summary>Prints a line for each file and variant, then the first mismatch in full.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<VectorReport> reports)
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumns(new TableColumn("file").NoWrap(), new TableColumn("variant").NoWrap());
        table.AddColumns(new TableColumn("operations").RightAligned(), new TableColumn("mismatches").RightAligned());
        foreach (VectorReport report in reports)
        {
            table.AddRow(
                new Text(Path.GetFileName(report.File)), new Text(Name(report.Variant)), new Text(Number(report.Operations)),
                new Text(Number(report.Mismatches), report.Mismatches == 0 ? Style.Plain : new Style(Color.Red)));
        }
        console.Write(table);
        if (reports.FirstOrDefault(report => report.First is not null) is { First: VectorMismatch first } wrong)
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture, $"[red]first mismatch[/]: {wrong.File}, {Name(wrong.Variant)}, line {first.Line}");
            console.WriteLine("  operation " + first.Operation);
            console.WriteLine("  expected  " + first.Expected);
            console.WriteLine("  actual    " + first.Actual);
        }
        long mismatches = reports.Sum(report => (long)report.Mismatches);
        string verdict = $"{Quantity.Of(reports.Sum(report =>
            (long)report.Operations), "operation")}, {Quantity.Of(mismatches, "mismatch", "mismatches")}";
        console.MarkupLineInterpolated($"[{(mismatches == 0 ? "green" : "red")}]{verdict}[/]");
    }

    private static string Name(VectorVariant variant) => variant == VectorVariant.Corrected ? "corrected" : "as-written";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
