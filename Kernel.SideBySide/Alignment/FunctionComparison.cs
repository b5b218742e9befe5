// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>A ported function beside its original, where that is at hand.</summary>
internal sealed class FunctionComparison
{
    // An unpaired statement of the port that is more alike than this counts as the one of the C, in another place.
    internal const double LikenessElsewhere = 0.8;

    private FunctionComparison(PortFunction port, CFunction? original)
    {
        Port = port;
        Original = original;
    }

    /// <summary>The ported function.</summary>
    public PortFunction Port { get; }

    /// <summary>Its original; null if it is not at hand or is assembly.</summary>
    public CFunction? Original { get; }

    /// <summary>How the original at hand relates to the text that was ported.</summary>
    public required OriginalState State { get; init; }

    /// <summary>The lines of both; the two statements of a pair begin on the same row.</summary>
    public required IReadOnlyList<Row> Rows { get; init; }

    /// <summary>
    /// Statements of the port that have no counterpart and are not marked as departures; empty if the original is not at hand.
    /// </summary>
    public required IReadOnlyList<Statement> UnmarkedPort { get; init; }

    /// <summary>Statements of the C that have no counterpart; empty if the original is not at hand.</summary>
    public required IReadOnlyList<MissingStatement> Missing { get; init; }

    /// <summary>Statements of the C that have no counterpart, and that no departure explains.</summary>
    public IEnumerable<Statement> UnmarkedC => Missing.Where(missing => missing.Reason is null).Select(missing => missing.C);

    /// <summary>How many statements of both have neither a counterpart nor a reason.</summary>
    public int Unmarked => UnmarkedPort.Count + UnmarkedC.Count();

    /// <summary>
    /// Whether the original at hand is the text that was ported, as far as that can be told: it is the inventory's or, if that has none, on
    /// the line that is cited.
    /// </summary>
    public bool IsCitedText => State is OriginalState.Same or OriginalState.Moved
        || (State == OriginalState.NotInInventory && Original!.Line == Port.Citation!.Line);

    /// <summary>How much of the original has a counterpart; null if the original is not at hand.</summary>
    public required FidelityFigures? Figures { get; init; }

    /// <summary>How much of what the inventory lists the port has; null if the inventory does not have the function.</summary>
    public required InventoryFigures? FromInventory { get; init; }

    /// <summary>Compares a function with the original that it cites.</summary>
    /// <param name="port">The function.</param>
    /// <param name="file">The C file that it cites, or null if that is not at hand.</param>
    /// <param name="entry">The function's entry in the inventory, or null.</param>
    /// <param name="hasTree">Whether a tree was given, so that an original which is not at hand is missing from it.</param>
    /// <exception cref="LinuxTreeException">The original has more than <see cref="Aligner.MaxStatements"/> statements.</exception>
    public static FunctionComparison Of(PortFunction port, CFile? file, OriginalFunction? entry, bool hasTree)
    {
        Citation citation = port.Citation!;
        CFunction? original = citation.IsAssembly ? null : file?.Find(port.Name);
        IReadOnlyList<Statement> statements = original is null ? [] : CStatements.Of(original);
        if (statements.Count > Aligner.MaxStatements)
        {
            throw new LinuxTreeException(
                $"{citation.File}:{original!.Line}: {port.Name} has {statements.Count} statements; "
                + $"expected at most {Aligner.MaxStatements}.");
        }
        IReadOnlyList<AlignedPair> pairs = Aligner.Align(statements, port.Statements);
        IReadOnlyList<MissingStatement> missing =
            MissingStatement.Of(statements, port.Statements, pairs, (port.Departure, port.NameLine));
        List<Statement> unmarked = original is null ? [] : UnmarkedOf(port.Statements, pairs);
        return new FunctionComparison(port, original)
        {
            State = StateOf(citation, original, entry, hasTree),
            Rows = RowBuilder.Build(original, port, statements, pairs, missing),
            UnmarkedPort = unmarked,
            Missing = missing,
            Figures = original is null ? null : FiguresOf(statements, port.Statements, pairs, missing, unmarked.Count),
            FromInventory = entry is null ? null : InventoryFigures.Of(entry, port),
        };
    }

    private static OriginalState StateOf(Citation citation, CFunction? original, OriginalFunction? entry, bool hasTree)
    {
        if (citation.IsAssembly)
            return OriginalState.Assembly;
        if (original is null)
            return hasTree ? OriginalState.Missing : OriginalState.NotAtHand;
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

    private static FidelityFigures FiguresOf(
        IReadOnlyList<Statement> c, IReadOnlyList<Statement> port, IReadOnlyList<AlignedPair> pairs,
        IReadOnlyList<MissingStatement> missing, int unmarkedPort)
    {
        int unmarked = unmarkedPort + missing.Count(statement => statement.Reason is null);
        Dictionary<Statement, Statement> counterparts = new(ReferenceEqualityComparer.Instance);
        foreach (AlignedPair pair in pairs)
            counterparts[pair.C] = pair.Port;
        HashSet<Statement> taken = new(counterparts.Values, ReferenceEqualityComparer.Instance);
        List<Statement> unpaired = [.. c.Where(statement => !counterparts.ContainsKey(statement))];
        int elsewhere = unpaired.Count(statement =>
            port.Any(other => !taken.Contains(other) && Aligner.Likeness(statement, other) > LikenessElsewhere));
        return new FidelityFigures(
            new Share(pairs.Count, c.Count),
            new Share(pairs.Count(pair => pair.C.IsControlFlow), c.Count(statement => statement.IsControlFlow)),
            SharedNames(statement => statement.Calls),
            SharedNames(statement => statement.Constants),
            new Share(pairs.Count, pairs.Count + elsewhere),
            new Share(c.Count + port.Count - unmarked, c.Count + port.Count));

        Share SharedNames(Func<Statement, IReadOnlySet<string>> names) => new(
            pairs.Sum(pair => names(pair.C).Count(names(pair.Port).Contains)), c.Sum(statement => names(statement).Count));
    }
}
