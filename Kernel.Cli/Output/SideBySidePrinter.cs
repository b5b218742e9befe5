// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Statements;
using Spectre.Console;

namespace Kernel.Cli.Output;

/// <summary>Prints comparisons as text.</summary>
internal static class SideBySidePrinter
{
    private const int TabSize = 8;

    /// <summary>Prints the figures of all files, the functions whose original differs, and the path of the site.</summary>
    public static void Print(Terminal terminal, Comparison comparison, string folder)
    {
        IAnsiConsole console = terminal.CreateConsole();
        bool hasC = comparison.Tree is not null;
        Table table = new() { Border = TableBorder.Minimal };
        table.AddColumns("File", "Functions");
        if (hasC)
            table.AddColumns("C as ported", "Statements", "Control flow");
        table.AddColumns("Calls", "Constants");
        if (hasC)
            table.AddColumns("Order", "Both sides", "Unmarked");
        foreach (FileComparison file in comparison.Files.Where(file => file.Functions.Count > 0))
            table.AddRow([.. RowOf(file, hasC).Select(Markup.Escape)]);
        console.Write(table);
        foreach (FunctionComparison function in comparison.Mismatches)
            terminal.Out.WriteLine($"{function.Port.Name}: {StateOf(function)}; cites {function.Port.Citation}");
        foreach (FunctionComparison function in comparison.Unmarked)
            PrintUnmarked(terminal, function);
        terminal.Out.WriteLine(hasC
            ? $"Compared with {comparison.Tree}."
            : "No Linux sources were given (--linux): the figures come from the inventory.");
        terminal.Out.WriteLine($"The site: {Path.Combine(folder, "index.html")}");
    }

    private static IEnumerable<string> RowOf(FileComparison file, bool hasC)
    {
        yield return file.Port.Path;
        yield return $"{file.Functions.Count}";
        if (hasC)
        {
            int known = file.Functions.Count(function => function.FromInventory is not null);
            int same = file.Functions.Count(function => function.State is OriginalState.Same or OriginalState.Moved);
            yield return known == 0 ? "" : $"{same}/{known}";
            yield return Percent(file.Figures?.Statements);
            yield return Percent(file.Figures?.ControlFlow);
            yield return Percent(file.Figures?.Calls);
            yield return Percent(file.Figures?.Constants);
            yield return Percent(file.Figures?.Order);
            yield return Percent(file.Figures?.BothSides);
            yield return file.Original is null ? "" : $"{file.Functions.Sum(function => function.Unmarked)}";
        }
        else
        {
            yield return Percent(file.FromInventory?.Calls);
            yield return Percent(file.FromInventory?.Constants);
        }
    }

    private static string Percent(Share? share) => share is { Total: > 0 } some ? $"{some.Percent} %" : "";

    /// <summary>Prints a function in two columns, or in one if the C is not available.</summary>
    public static void Print(Terminal terminal, FunctionComparison function)
    {
        IAnsiConsole console = terminal.CreateConsole();
        terminal.Out.WriteLine($"{function.Port.Name}: {StateOf(function)}");
        bool hasC = function.Original is not null;
        Table table = new() { Border = TableBorder.Minimal, ShowRowSeparators = false };
        if (hasC)
            table.AddColumns(NumberColumn(), new TableColumn(Markup.Escape(function.Port.Citation!.File)));
        table.AddColumns(NumberColumn(), new TableColumn(""), new TableColumn(Markup.Escape(function.Port.File.Path)));
        string[] cLines = function.Original?.Text.Split('\n') ?? [];
        foreach (Row row in function.Rows)
        {
            List<Text> cells = [];
            if (function.Original is { } original)
                cells.AddRange(Number(row.C), Code(row.C, cLines, original.Line));
            cells.AddRange(Number(row.Port), new Text(SignOf(row)), Code(row.Port, function.Port.File.Lines, firstLine: 1));
            table.AddRow(cells);
        }
        console.Write(table);
        terminal.Out.WriteLine(
            "~ differs in text   ! departure, marked PORT:, or what it replaces   < only in the C   > only in the port");
        if (function.Figures is { } figures)
            terminal.Out.WriteLine(figures);
        else if (function.FromInventory is { } counted)
            terminal.Out.WriteLine($"from the inventory: calls {counted.Calls}, constants {counted.Constants}");
        foreach (MissingStatement missing in function.Missing.Where(missing => missing.Reason is not null))
            terminal.Out.WriteLine($"C {missing.C.Line}: explained in line {missing.ReasonLine}: {missing.Reason}");
        if (function.Unmarked > 0)
            PrintUnmarked(terminal, function);
    }

    private static void PrintUnmarked(Terminal terminal, FunctionComparison function)
    {
        string[] sides =
        [
            .. new[] { Lines("C", function.UnmarkedC), Lines("C#", function.UnmarkedPort) }.Where(side => side.Length > 0),
        ];
        terminal.Out.WriteLine($"{function.Port.Name}: neither a counterpart nor a mark PORT: {string.Join("; ", sides)}");

        static string Lines(string side, IEnumerable<Statement> statements)
        {
            int[] lines = [.. statements.Select(statement => statement.Line).Distinct()];
            return lines.Length == 0 ? "" : $"{side} {string.Join(", ", lines)}";
        }
    }

    private static TableColumn NumberColumn() => new TableColumn("").RightAligned().NoWrap();

    private static Text Number(Cell cell) => new(cell.Line == 0 ? "" : $"{cell.Line}", new Style(decoration: Decoration.Dim));

    private static Text Code(Cell cell, IReadOnlyList<string> lines, int firstLine)
    {
        string line = cell.Line == 0 ? "" : lines[cell.Line - firstLine];
        return new Text(ExpandTabs(line), cell.State switch
        {
            LineState.Near => new Style(Color.Yellow),
            LineState.Departure => new Style(Color.Blue),
            LineState.Only => new Style(Color.Red),
            _ => Style.Plain,
        });
    }

    // For terminals without colours.
    private static string SignOf(Row row) => (row.C.State, row.Port.State) switch
    {
        (_, LineState.Departure) or (LineState.Departure, LineState.Empty or LineState.Text) => "!",
        (LineState.Only, LineState.Only) => "<>",
        (LineState.Only, _) => "<",
        (_, LineState.Only) => ">",
        (LineState.Near, _) or (_, LineState.Near) => "~",
        _ => "",
    };

    private static string ExpandTabs(string line)
    {
        StringBuilder expanded = new();
        foreach (char c in line)
        {
            if (c == '\t')
                expanded.Append(' ', TabSize - expanded.Length % TabSize);
            else
                expanded.Append(char.IsControl(c) ? '\ufffd' : c);      // escape sequences in a file must not reach the terminal
        }
        return expanded.ToString();
    }

    private static string StateOf(FunctionComparison function) => function.State switch
    {
        OriginalState.NotAtHand => $"the C is not available; cites {function.Port.Citation}",
        OriginalState.Same => "the C is the text that was ported",
        OriginalState.Moved => $"the C is the text that was ported, in line {function.Original!.Line}, not {function.Port.Citation!.Line}",
        OriginalState.Differs => "the C is not the text that was ported",
        OriginalState.Missing => "not in the tree",
        OriginalState.Assembly => $"assembly, which is not aligned; cites {function.Port.Citation}",
        _ => "the inventory has no text to compare the C with",
    };
}
