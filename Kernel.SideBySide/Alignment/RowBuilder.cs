// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>
/// Arranges the lines of both columns in rows: the statements of a pair begin on the same row, and so do the ends of their blocks.
/// </summary>
internal sealed class RowBuilder
{
    private const double MinLikenessOfSame = 0.999;     // 1, but for rounding

    private readonly Dictionary<int, Cell> _c = [];
    private readonly Dictionary<int, Cell> _port = [];
    private readonly List<Row> _rows = [];
    private int _nextC;
    private int _nextPort;

    private RowBuilder(int firstC, int firstPort)
    {
        _nextC = firstC;
        _nextPort = firstPort;
    }

    /// <summary>Makes the rows of a function. Declarations, opening braces and paired statements are beside their counterparts.</summary>
    /// <param name="c">The function of the C, or null if it is not at hand.</param>
    /// <param name="port">The function of the port.</param>
    /// <param name="statements">The statements of the C.</param>
    /// <param name="pairs">The pairs of statements, in order.</param>
    /// <param name="missing">The statements of the C that are in none of them.</param>
    public static IReadOnlyList<Row> Build(
        CFunction? c, PortFunction port, IReadOnlyList<Statement> statements, IReadOnlyList<AlignedPair> pairs,
        IReadOnlyList<MissingStatement> missing)
    {
        RowBuilder builder = new(c?.Line ?? 1, port.Line);
        builder.SetStates(statements, port.Statements, pairs, missing, hasOriginal: c is not null);
        if (c is not null)
        {
            builder.FillTo(c.Line, port.DeclarationLine);
            builder.FillTo(c.BodyLine, port.BodyLine);
        }
        foreach (Anchor anchor in Anchors(pairs))
        {
            builder.FillTo(anchor.C, anchor.Port);
            builder.FillTo(anchor.EndC + 1, anchor.EndPort + 1, fromTop: true);
        }
        builder.FillTo(c is null ? 1 : c.EndLine + 1, port.EndLine + 1);
        return builder._rows;
    }

    /// <summary>Makes the rows of text between functions, which is not compared. The last lines of both are beside each other.</summary>
    public static IReadOnlyList<Row> Between((int First, int Last) c, (int First, int Last) port)
    {
        RowBuilder builder = new(c.First, port.First);
        builder.FillTo(c.Last + 1, port.Last + 1);
        return builder._rows;
    }

    // The pairs of statements, and the closing braces of their blocks where these are in the order of the statements on both sides.
    private static List<Anchor> Anchors(IReadOnlyList<AlignedPair> pairs)
    {
        List<Anchor> anchors = [.. pairs.Select(pair => new Anchor(pair.C.Line, pair.Port.Line, pair.C.EndLine, pair.Port.EndLine))];
        foreach (AlignedPair pair in pairs.Where(pair => pair.C.CloseLine > 0 && pair.Port.CloseLine > 0))
        {
            Anchor brace = new(pair.C.CloseLine, pair.Port.CloseLine, pair.C.CloseLine, pair.Port.CloseLine);
            int at = anchors.FindIndex(anchor => anchor.C >= brace.C);
            if (at < 0)
                at = anchors.Count;
            bool isBehind = at > 0 && anchors[at - 1].EndC < brace.C && anchors[at - 1].EndPort < brace.Port;
            if (isBehind && (at == anchors.Count || (anchors[at].C > brace.C && anchors[at].Port > brace.Port)))
                anchors.Insert(at, brace);
        }
        return anchors;
    }

    private void SetStates(
        IReadOnlyList<Statement> c, IReadOnlyList<Statement> port, IReadOnlyList<AlignedPair> pairs,
        IReadOnlyList<MissingStatement> missing, bool hasOriginal)
    {
        Dictionary<Statement, MissingStatement> explained = new(ReferenceEqualityComparer.Instance);
        foreach (MissingStatement statement in missing.Where(statement => statement.Reason is not null))
            explained[statement.C] = statement;
        Dictionary<Statement, double> likeness = new(ReferenceEqualityComparer.Instance);
        foreach (AlignedPair pair in pairs)
            likeness[pair.C] = likeness[pair.Port] = pair.Likeness;
        foreach (Statement statement in c)
        {
            string? reason = explained.GetValueOrDefault(statement)?.Reason;
            Put(_c, statement, reason is null ? StateOf(statement) : LineState.Departure, reason);
        }
        foreach (Statement statement in port)
        {
            bool isDeparture = statement.Departure is not null || statement.IsCorrection
                || (statement.IsInsideDeparture && !likeness.ContainsKey(statement));
            LineState state = isDeparture ? LineState.Departure : hasOriginal ? StateOf(statement) : LineState.Text;
            Put(_port, statement, state, statement.Departure);
        }

        LineState StateOf(Statement statement)
        {
            if (!likeness.TryGetValue(statement, out double value))
                return LineState.Only;
            return value > MinLikenessOfSame ? LineState.Same : LineState.Near;
        }
    }

    // Of several statements on a line, the highest state counts. The reason is on the first line of its statement only.
    private static void Put(Dictionary<int, Cell> cells, Statement statement, LineState state, string? reason)
    {
        for (int line = statement.Line; line <= statement.EndLine; line++)
        {
            Cell old = cells.GetValueOrDefault(line);
            if (state <= old.State && (reason is null || old.Reason is not null))
                continue;
            string? shown = line == statement.Line ? reason ?? old.Reason : old.Reason;
            cells[line] = new Cell(line, state > old.State ? state : old.State, shown);
        }
    }

    // Adds rows up to, but not including, these lines. The shorter column is padded at its end if it is filled from the top, which is right
    // within statements, else at its beginning, which is right between them: comments belong to the statement that follows.
    private void FillTo(int c, int port, bool fromTop = false)
    {
        int surplus = fromTop ? 0 : Math.Max(c - _nextC, 0) - Math.Max(port - _nextPort, 0);
        for (; surplus > 0; surplus--)
            _rows.Add(new Row(_c.GetValueOrDefault(_nextC, new Cell(_nextC++, LineState.Text)), Cell.Empty));
        for (; surplus < 0; surplus++)
            _rows.Add(new Row(Cell.Empty, _port.GetValueOrDefault(_nextPort, new Cell(_nextPort++, LineState.Text))));
        while (_nextC < c || _nextPort < port)
        {
            Cell left = _nextC < c ? _c.GetValueOrDefault(_nextC, new Cell(_nextC, LineState.Text)) : Cell.Empty;
            Cell right = _nextPort < port ? _port.GetValueOrDefault(_nextPort, new Cell(_nextPort, LineState.Text)) : Cell.Empty;
            if (_nextC < c)
                _nextC++;
            if (_nextPort < port)
                _nextPort++;
            _rows.Add(new Row(left, right));
        }
    }

    // Lines that are beside each other, from the first to the last.
    private readonly record struct Anchor(int C, int Port, int EndC, int EndPort);
}
