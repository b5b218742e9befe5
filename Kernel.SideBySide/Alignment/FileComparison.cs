// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>A file of the port zone beside its original, from the first line to the last.</summary>
internal sealed class FileComparison
{
    private FileComparison(PortFile port, CFile? original, IReadOnlyList<FunctionComparison> functions)
    {
        Port = port;
        Original = original;
        Functions = functions;
        Figures = functions.Any(function => function.Figures is not null)
            ? FidelityFigures.Sum(functions.Select(function => function.Figures).OfType<FidelityFigures>())
            : null;
        FromInventory = functions.Any(function => function.FromInventory is not null)
            ? InventoryFigures.Sum(functions.Select(function => function.FromInventory).OfType<InventoryFigures>())
            : null;
        Departures = [.. DeparturesOf(port)];
    }

    /// <summary>The ported file.</summary>
    public PortFile Port { get; }

    /// <summary>The C file that the head of the ported file names; null if it names none or the file is not at hand.</summary>
    public CFile? Original { get; }

    /// <summary>The functions that cite one of the original, in order.</summary>
    public IReadOnlyList<FunctionComparison> Functions { get; }

    /// <summary>All rows: those of the functions, and those of the text between them.</summary>
    public required IReadOnlyList<Row> Rows { get; init; }

    /// <summary>Functions of the inventory that the ported file does not have, with the reason if one is known.</summary>
    public required IReadOnlyList<(OriginalFunction Function, string? Reason)> LeftOut { get; init; }

    /// <summary>The sum of the figures of all functions; null if no original is at hand.</summary>
    public FidelityFigures? Figures { get; }

    /// <summary>The sum of the figures from the inventory; null if the inventory has none of the functions.</summary>
    public InventoryFigures? FromInventory { get; }

    /// <summary>The marked departures with their reasons, by line.</summary>
    public IReadOnlyList<(int Line, string Reason)> Departures { get; }

    /// <summary>Compares a file with its original.</summary>
    /// <param name="port">The ported file.</param>
    /// <param name="tree">The original, or null.</param>
    public static FileComparison Of(PortFile port, ILinuxTree? tree)
    {
        string? path = port.Original;
        CFile? original = path is null || tree?.Read(path) is not { } text ? null : CFile.Parse(path, text);
        List<FunctionComparison> functions =
        [
            .. port.Functions.Where(function => function.Citation is not null)
                .Select(function => FunctionComparison.Of(
                    function, function.Citation!.File == path ? original : null,
                    OriginalInventory.Find(function.Citation.File, function.Name), hasTree: tree is not null)),
        ];
        HashSet<string> ported = [.. functions.Select(function => function.Port.Name)];
        return new FileComparison(port, original, functions)
        {
            Rows = RowsOf(port, original, functions),
            LeftOut =
            [
                .. OriginalInventory.Functions.Where(function => function.File == path && !ported.Contains(function.Name))
                    .Select(function => (function, OriginalInventory.ReasonToLeaveOut(function))),
            ],
        };
    }

    private static IEnumerable<(int Line, string Reason)> DeparturesOf(PortFile port) =>
        port.Functions.SelectMany(DeparturesOf)
            .Where(departure => departure.Reason.Length > 0).Distinct().OrderBy(departure => departure.Line);

    private static IEnumerable<(int Line, string Reason)> DeparturesOf(PortFunction function)
    {
        foreach (Statement statement in function.Statements)
        {
            if (statement.Departure is { } reason)
                yield return (statement.Line, reason);
        }
        if (function.Departure is { } whole)
            yield return (function.NameLine, whole);
    }

    // The C is shown once and from top to bottom. A function that comes later in the port than in the C is shown without its original.
    private static List<Row> RowsOf(PortFile port, CFile? original, List<FunctionComparison> functions)
    {
        List<Row> rows = [];
        int nextC = 1;
        int nextPort = 1;
        foreach (FunctionComparison function in functions)
        {
            if (function.Original is { } c && c.Line >= nextC)
            {
                rows.AddRange(RowBuilder.Between((nextC, c.Line - 1), (nextPort, function.Port.Line - 1)));
                rows.AddRange(function.Rows);
                nextC = c.EndLine + 1;
            }
            else
            {
                rows.AddRange(RowBuilder.Between((1, 0), (nextPort, function.Port.Line - 1)));
                rows.AddRange(function.Rows.Where(row => row.Port.Line > 0).Select(row => row with { C = Cell.Empty }));
            }
            nextPort = function.Port.EndLine + 1;
        }
        rows.AddRange(RowBuilder.Between((nextC, original is null ? 0 : LastLine(original.Lines)), (nextPort, LastLine(port.Lines))));
        return rows;
    }

    // An empty text after the last line feed is not a line.
    private static int LastLine(IReadOnlyList<string> lines) => lines[^1].Length == 0 ? lines.Count - 1 : lines.Count;
}
