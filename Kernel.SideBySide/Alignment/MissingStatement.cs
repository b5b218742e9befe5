// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>A statement of the C without a counterpart in the port.</summary>
/// <param name="C">The statement.</param>
/// <param name="Reason">The reason of the departure that explains it; null if none does, so that it is unmarked.</param>
/// <param name="ReasonLine">The line of the port that is marked with that reason; 0 if there is none.</param>
internal sealed record MissingStatement(Statement C, string? Reason, int ReasonLine)
{
    // Fewer words, such as those of a return, occur in many places.
    private const int MinWordsElsewhere = 2;

    /// <summary>
    /// Finds the statements of a function that have no counterpart, and for each the departure that explains it. That is the same
    /// statement in another place, if it is marked there; else the first departure between the counterparts of the neighbours, else one
    /// of these if it is a departure itself, else the whole function's.
    /// </summary>
    /// <param name="c">The statements of the C.</param>
    /// <param name="port">The statements of the port.</param>
    /// <param name="pairs">The pairs of both, in order.</param>
    /// <param name="function">The reason of the function as a whole, or null, and the line that has it.</param>
    public static IReadOnlyList<MissingStatement> Of(
        IReadOnlyList<Statement> c, IReadOnlyList<Statement> port, IReadOnlyList<AlignedPair> pairs, (string? Reason, int Line) function)
    {
        HashSet<Statement> paired = new(pairs.Select(pair => pair.Port), ReferenceEqualityComparer.Instance);
        List<Statement> departures = [.. port.Where(statement => !paired.Contains(statement) && statement.Reason is { Length: > 0 })];
        List<MissingStatement> missing = [];
        int nextC = 0;
        int nextPort = 0;
        for (int pair = 0; pair <= pairs.Count; pair++)
        {
            int endC = pair < pairs.Count ? IndexOf(c, pairs[pair].C, nextC) : c.Count;
            int endPort = pair < pairs.Count ? IndexOf(port, pairs[pair].Port, nextPort) : port.Count;
            if (endC > nextC)
            {
                (string? reason, int line) = ExplanationOf(port, nextPort, endPort, function);
                for (int at = nextC; at < endC; at++)
                {
                    Statement? elsewhere = c[at].Words.Count < MinWordsElsewhere
                        ? null
                        : departures.Find(departure => Aligner.Likeness(c[at], departure) > FunctionComparison.LikenessElsewhere);
                    missing.Add(new MissingStatement(c[at], elsewhere?.Reason ?? reason, elsewhere?.Line ?? line));
                }
            }
            nextC = endC + 1;
            nextPort = endPort + 1;
        }
        return missing;
    }

    private static int IndexOf(IReadOnlyList<Statement> statements, Statement sought, int from)
    {
        while (!ReferenceEquals(statements[from], sought))
            from++;
        return from;
    }

    // The statements from 'from' to 'to', without the latter, lie between the counterparts of the neighbours.
    private static (string? Reason, int Line) ExplanationOf(
        IReadOnlyList<Statement> port, int from, int to, (string? Reason, int Line) function)
    {
        IEnumerable<Statement> between = Enumerable.Range(from, to - from).Select(at => port[at]).Where(statement => statement.IsDeparture);
        IEnumerable<Statement> ends = new[] { to, from - 1 }.Where(at => at >= 0 && at < port.Count).Select(at => port[at])
            .Where(statement => statement.IsDeparture);
        return between.Concat(ends).FirstOrDefault(statement => statement.Reason is { Length: > 0 }) is { } marked
            ? (marked.Reason, marked.Line)
            : function.Reason is { Length: > 0 } ? function : (null, 0);
    }
}
