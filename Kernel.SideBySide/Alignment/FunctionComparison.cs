// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>A ported function and, where the C is at hand, its original beside it.</summary>
internal sealed class FunctionComparison
{
    private FunctionComparison(PortFunction port, CFunction? original)
    {
        Port = port;
        Original = original;
    }

    /// <summary>The ported function.</summary>
    public PortFunction Port { get; }

    /// <summary>Its original, or null.</summary>
    public CFunction? Original { get; }

    /// <summary>How the original's text stands to the one that was ported.</summary>
    public required OriginalState State { get; init; }

    /// <summary>The lines, those of a pair on one row.</summary>
    public required IReadOnlyList<Row> Rows { get; init; }

    /// <summary>Statements of the port that have no counterpart and that nothing marks as a departure; none if the original is not at hand.</summary>
    public required IReadOnlyList<Statement> Unmarked { get; init; }

    /// <summary>How much of the original has its counterpart; null if the original is not at hand.</summary>
    public required FidelityFigures? Figures { get; init; }

    /// <summary>The same from the inventory alone; null if the inventory does not have the function.</summary>
    public required InventoryFigures? FromInventory { get; init; }

    /// <summary>Compares a function that cites an original.</summary>
    /// <param name="port">The function.</param>
    /// <param name="file">The C file that it cites, or null if it is not at hand.</param>
    /// <param name="entry">What the inventory has of it, or null.</param>
    /// <param name="isAsked">Whether there is a tree that should have it.</param>
    /// <exception cref="LinuxTreeException">The original has more statements than can be aligned.</exception>
    public static FunctionComparison Of(PortFunction port, CFile? file, OriginalFunction? entry, bool isAsked)
    {
        Citation citation = port.Citation!;
        CFunction? original = citation.IsAssembly ? null : file?.Find(port.Name);
        IReadOnlyList<Statement> statements = original is null ? [] : CStatements.Of(original);
        if (statements.Count > Aligner.MaxStatements)
            throw new LinuxTreeException($"{citation.File}:{original!.Line}: {port.Name} has {statements.Count} statements; expected {Aligner.MaxStatements} at most.");
        IReadOnlyList<AlignedPair> pairs = Aligner.Align(statements, port.Statements);
        return new FunctionComparison(port, original)
        {
            State = StateOf(citation, original, entry, isAsked),
            Rows = RowBuilder.Build(original, port, statements, pairs),
            Unmarked = original is null ? [] : UnmarkedOf(port.Statements, pairs),
            Figures = original is null ? null : FiguresOf(statements, port.Statements, pairs),
            FromInventory = entry is null ? null : InventoryFigures.Of(entry, port),
        };
    }

    private static OriginalState StateOf(Citation citation, CFunction? original, OriginalFunction? entry, bool isAsked)
    {
        if (citation.IsAssembly)
            return OriginalState.Assembly;
        if (original is null)
            return isAsked ? OriginalState.Missing : OriginalState.NotAtHand;
        if (entry is null)
            return OriginalState.NotInInventory;
        if (original.Hash != entry.Hash)
            return OriginalState.Differs;
        return original.Line == entry.Line ? OriginalState.Same : OriginalState.Moved;
    }

    private static List<Statement> UnmarkedOf(IReadOnlyList<Statement> port, IReadOnlyList<AlignedPair> pairs)
    {
        HashSet<Statement> paired = new(pairs.Select(pair => pair.Port), ReferenceEqualityComparer.Instance);
        return [.. port.Where(statement => !paired.Contains(statement) && !statement.IsDeparture)];
    }

    private static FidelityFigures FiguresOf(IReadOnlyList<Statement> c, IReadOnlyList<Statement> port, IReadOnlyList<AlignedPair> pairs)
    {
        Dictionary<Statement, Statement> counterparts = new(ReferenceEqualityComparer.Instance);
        foreach (AlignedPair pair in pairs)
            counterparts[pair.C] = pair.Port;
        HashSet<Statement> taken = new(counterparts.Values, ReferenceEqualityComparer.Instance);
        List<Statement> unpaired = [.. c.Where(statement => !counterparts.ContainsKey(statement))];
        int elsewhere = unpaired.Count(statement => port.Any(other => !taken.Contains(other) && Aligner.Likeness(statement, other) > 0.8));
        return new FidelityFigures(
            new Share(pairs.Count, c.Count),
            new Share(pairs.Count(pair => pair.C.IsControlFlow), c.Count(statement => statement.IsControlFlow)),
            SharedNames(statement => statement.Calls),
            SharedNames(statement => statement.Constants),
            new Share(pairs.Count, pairs.Count + elsewhere));

        Share SharedNames(Func<Statement, IReadOnlySet<string>> names) => new(
            pairs.Sum(pair => names(pair.C).Count(names(pair.Port).Contains)), c.Sum(statement => names(statement).Count));
    }
}
