// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.PageTables;
using Kernel.Recordings.Replay;
using Kernel.VirtualMachines;
using Spectre.Console;

namespace Kernel.Cli.Output;

/// <summary>Prints what happened in a replay.</summary>
internal static class ReplayReportPrinter
{
    private const double MiB = 1 << 20;

    /// <summary>Prints the report, the verdict last.</summary>
    public static void Print(IAnsiConsole console, ReplayReport report)
    {
        PrintHead(console, report);
        PrintCalls(console, report);
        PrintTable(console, report);
        PrintFigures(console, report);
        PrintExplained(console, report);
        PrintMismatches(console, report);
        PrintVerdict(console, report);
    }

    private static void PrintHead(IAnsiConsole console, ReplayReport report)
    {
        string calls = $"{Quantity.Of(report.Hypercalls, "hypercall")} of {Quantity.Of(report.Vcpus, "vcpu")}";
        string played = $"{Quantity.Of(report.Records, "record")}, {calls}";
        string machine = Invariant(
            $"{report.MemoryBytes / MiB:N0} MiB, host pages of {1 << (report.PageShift - 10)} KiB, errata {report.Errata}");
        console.MarkupLineInterpolated($"[bold]{report.Recording}[/]: {played}, {machine}");
    }

    private static void PrintCalls(IAnsiConsole console, ReplayReport report)
    {
        Table table = NewTable("hypercall", "result", "real mode", "virtual mode");
        foreach (var group in report.Calls.GroupBy(count => (count.Call, count.ResultName)))
        {
            long In(HypercallPath path) => group.Where(count => count.Path == path).Sum(count => count.Count);
            table.AddRow(group.Key.Call, group.Key.ResultName, Number(In(HypercallPath.RealMode)), Number(In(HypercallPath.VirtualMode)));
        }
        console.Write(table);
    }

    private static void PrintTable(IAnsiConsole console, ReplayReport report)
    {
        Table table = NewTable(
            ["table", "valid", "of", "groups: 0", .. Enumerable.Range(1, HptGeometry.GroupSize).Select(fill => Number(fill))]);
        AddOccupancy(table, "fullest", report.Peak);
        AddOccupancy(table, "at the end", report.End);
        console.Write(table);
    }

    private static void AddOccupancy(Table table, string when, TableOccupancy use) => table.AddRow(
    [
        Invariant($"{when}, record {use.Record:N0}"), Number(use.ValidEntries), Number(use.TotalEntries),
        .. use.GroupFill.Select(count => Number(count)),
    ]);

    private static void PrintFigures(IAnsiConsole console, ReplayReport report)
    {
        EntryCounts entered = report.Entered;
        PrintFigure(
            console, "entered",
            $"{entered.Size4K:N0} of 4K, {entered.Size64K:N0} of 64K, {entered.Size16M:N0} of 16M; {entered.Segment1T:N0} in 1T segments",
            $"{entered.Bolted:N0} bolted, {entered.Secondary:N0} by the secondary hash");
        PinCounts pins = report.Pins;
        PrintFigure(
            console, "pinned",
            $"{Quantity.Of(pins.PinnedWhenNeeded, "page")} of 16 MB when first needed{LastPin(pins)}",
            $"where the kernel before pinned {pins.PinnedAtRegistration:N0} at registration");
        PrintFigure(console, "invalidations", $"{report.Invalidations.Global:N0} tlbie", $"{report.Invalidations.Local:N0} tlbiel");
        VerificationCounts verified = report.Verification;
        string marks = Quantity.Of(verified.MarksByFingerprint, "mark");
        PrintFigure(
            console, "verified",
            $"{Quantity.Of(verified.Answers, "answer")}, {Quantity.Of(verified.Stores, "store")} of R and C",
            $"{marks} by fingerprint, {verified.MarksByEntry} entry by entry; final table: {FinalTable(verified)}");
        ResourceUse cost = report.Cost;
        PrintFigure(
            console, "took",
            $"{cost.Seconds:N2} s, {cost.CallsPerSecond:N0} hypercalls/s",
            $"{cost.SecondsForTables:N2} s for whole tables");
        long? inVirtualMode = cost.ManagedBytesInVirtualMode;
        PrintFigure(
            console, "memory",
            cost.ManagedBytesInRealMode is { } inRealMode
                ? $"{Quantity.Of(inRealMode, "byte")} allocated by hypercalls in real mode, {inVirtualMode:N0} in virtual mode"
                : (FormattableString)$"allocation not counted",
            $"{cost.ResidentBytes / MiB:N0} MiB resident, {cost.NativeBytes / MiB:N0} MiB unmanaged");
    }

    private static void PrintFigure(IAnsiConsole console, string name, FormattableString first, FormattableString second) =>
        console.MarkupLineInterpolated($"[bold]{name,-13}[/] {Invariant(first)}, {Invariant(second)}");

    private static void PrintExplained(IAnsiConsole console, ReplayReport report)
    {
        if (report.Explained.Count == 0)
            return;
        console.WriteLine();
        Table table = NewTable("explained", "count", "first record");
        foreach (ExplainedDifference explanation in report.Explained)
            table.AddRow(explanation.Description, Number(explanation.Count), Number(explanation.FirstRecord));
        console.Write(table);
    }

    private static void PrintMismatches(IAnsiConsole console, ReplayReport report)
    {
        console.WriteLine();
        foreach (Mismatch mismatch in report.Mismatches)
        {
            console.MarkupLineInterpolated($"[red]mismatch[/] at record {Invariant($"{mismatch.Record}")}: {mismatch.Difference}");
            if (mismatch.Line.Length != 0)
                console.WriteLine("  " + mismatch.Line);
        }
        if (report.MismatchCount > report.Mismatches.Count)
            console.WriteLine($"... and {Number(report.MismatchCount - report.Mismatches.Count)} more");
        if (report.FollowingCount != 0)
            console.WriteLine($"{Quantity.Of(report.FollowingCount, "later difference follows", "later differences follow")} from them");
    }

    private static void PrintVerdict(IAnsiConsole console, ReplayReport report)
    {
        if (report.IsMatch)
            console.MarkupLine("[green]no unexplained difference[/]");
        else
            console.MarkupLineInterpolated($"[red]{Quantity.Of(report.MismatchCount, "unexplained difference")}[/]");
    }

    private static string FinalTable(VerificationCounts verified)
    {
        if (verified.FinalTable == FinalTableCheck.NotReached)
            return "not reached";
        string source = verified.FinalTable == FinalTableCheck.Saved ? "saved with the recording" : "rebuilt from the records";
        string others = (verified.FinalEntriesRefused | verified.FinalEntriesMoved) == 0
            ? ""
            : Invariant($", {verified.FinalEntriesRefused:N0} refused, {verified.FinalEntriesMoved:N0} in another slot");
        return $"{Quantity.Of(verified.FinalEntriesCompared, "entry", "entries")} as {source}{others}";
    }

    private static string LastPin(PinCounts pins) =>
        pins.LastPinRecord == 0 ? "" : Invariant($", the last at record {pins.LastPinRecord:N0}");

    private static Table NewTable(params string[] headings)
    {
        Table table = new Table().Border(TableBorder.Simple);
        for (int i = 0; i < headings.Length; i++)
        {
            TableColumn column = new TableColumn(headings[i]).NoWrap();
            table.AddColumn(i == 0 || headings[i] == "result" ? column : column.RightAligned());
        }
        return table;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
