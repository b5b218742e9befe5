// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Alignment;

namespace Kernel.Cli.Output;

/// <summary>Writes comparisons as JSON.</summary>
internal static class SideBySideJson
{
    /// <summary>Writes the figures of all files and functions, and the folder of the site.</summary>
    public static void Write(TextWriter output, Comparison comparison, string folder) => JsonOutput.Write(output, new
    {
        site = folder,
        linux = comparison.Tree,
        files = comparison.Files.Where(file => file.Functions.Count > 0).Select(file => new
        {
            port = file.Port.Path,
            original = file.Port.Original,
            figures = FiguresOf(file.Figures),
            fromInventory = FiguresOf(file.FromInventory),
            functions = file.Functions.Select(Describe),
            leftOut = file.LeftOut.Select(left => new { name = left.Function.Name, reason = left.Reason }),
        }),
    });

    /// <summary>Writes functions with their rows.</summary>
    public static void Write(TextWriter output, IEnumerable<FunctionComparison> functions) =>
        JsonOutput.Write(output, functions.Select(function => new
        {
            function = Describe(function),
            rows = function.Rows.Select(row => new { c = Describe(row.C), port = Describe(row.Port) }),
        }));

    private static object Describe(FunctionComparison function) => new
    {
        name = function.Port.Name,
        port = $"{function.Port.File.Path}:{function.Port.NameLine}",
        cites = function.Port.Citation!.ToString(),
        state = function.State.ToString(),
        line = function.Original?.Line,
        realMode = function.Port.IsRealMode,
        locks = function.Port.Locks,
        errata = function.Port.Errata,
        unmarked = new
        {
            c = function.UnmarkedC.Select(statement => statement.Line),
            port = function.UnmarkedPort.Select(statement => statement.Line),
        },
        explained = function.Missing.Where(missing => missing.Reason is not null)
            .Select(missing => new { line = missing.C.Line, reason = missing.Reason, portLine = missing.ReasonLine }),
        figures = FiguresOf(function.Figures),
        fromInventory = FiguresOf(function.FromInventory),
    };

    private static object? Describe(Cell cell) =>
        cell.State == LineState.Empty ? null : new { line = cell.Line, state = cell.State.ToString(), reason = cell.Reason };

    private static object? FiguresOf(FidelityFigures? figures) => figures is null ? null : new
    {
        statements = Describe(figures.Statements),
        controlFlow = Describe(figures.ControlFlow),
        calls = Describe(figures.Calls),
        constants = Describe(figures.Constants),
        order = Describe(figures.Order),
        bothSides = Describe(figures.BothSides),
    };

    private static object? FiguresOf(InventoryFigures? figures) =>
        figures is null ? null : new { calls = Describe(figures.Calls), constants = Describe(figures.Constants) };

    private static object Describe(Share share) => new { found = share.Found, total = share.Total };
}
