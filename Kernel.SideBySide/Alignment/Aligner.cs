// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>
/// Lays two sequences of statements beside each other: of all ways that keep both orders, the one whose pairs are the most alike
/// (Needleman and Wunsch 1970, without a price for gaps).
/// </summary>
internal static class Aligner
{
    /// <summary>Less alike than this, two statements are no pair.</summary>
    internal const double Threshold = 0.45;

    /// <summary>The most statements of one function, so that the table of all pairs stays small.</summary>
    internal const int MaxStatements = 4000;

    private const double WeightOfKind = 0.3;
    private const double OtherKind = 0.6;
    private const double OtherCallee = 0.5;
    private const double Correction = 0.5;
    private const double MostOfOther = 0.95;

    /// <summary>Finds the pairs, in order.</summary>
    /// <exception cref="ArgumentException">A sequence has more than <see cref="MaxStatements"/>.</exception>
    public static IReadOnlyList<AlignedPair> Align(IReadOnlyList<Statement> c, IReadOnlyList<Statement> port)
    {
        if (Math.Max(c.Count, port.Count) > MaxStatements)
            throw new ArgumentException($"A function of {Math.Max(c.Count, port.Count)} statements; expected {MaxStatements} at most.");
        var best = new double[c.Count + 1, port.Count + 1];
        for (int i = c.Count - 1; i >= 0; i--)
        {
            for (int j = port.Count - 1; j >= 0; j--)
                best[i, j] = Math.Max(Paired(i, j), Math.Max(best[i + 1, j], best[i, j + 1]));
        }
        List<AlignedPair> pairs = [];
        for (int i = 0, j = 0; i < c.Count && j < port.Count;)
        {
            if (Worth(c[i], port[j]) > 0 && best[i, j] == Paired(i, j))
                pairs.Add(new AlignedPair(c[i], port[j], Likeness(c[i++], port[j++])));
            else if (best[i, j] == best[i + 1, j])
                i++;
            else
                j++;
        }
        return pairs;

        double Paired(int i, int j) => Worth(c[i], port[j]) is > 0 and double worth ? worth + best[i + 1, j + 1] : 0;
    }

    /// <summary>
    /// How alike two statements are: 1 for the same kind, words and operators, however often each word (the port repeats the address where
    /// the C has <c>|=</c>); 0 for kinds that are never a pair.
    /// </summary>
    public static double Likeness(Statement c, Statement port)
    {
        double words = LikenessOfWords(c.Words, port.Words);
        if (CallsOthers(c, port))
            words *= OtherCallee;
        if (c.Kind == port.Kind)
        {
            double likeness = c.Words.Count == 0 && port.Words.Count == 0 ? 1 : words == 0 ? 0 : WeightOfKind + (1 - WeightOfKind) * words;
            return IsSame(c, port) ? likeness : Math.Min(likeness, MostOfOther);
        }
        return CanReplace(c.Kind) && CanReplace(port.Kind) ? OtherKind * words : 0;
    }

    // Also the operators, and the order in which the words come first.
    private static bool IsSame(Statement c, Statement port) =>
        c.Operators == port.Operators && c.Words.Distinct().SequenceEqual(port.Words.Distinct());

    // What PORTING.md says to become a call everywhere is none here.
    private static bool CallsOthers(Statement c, Statement port) =>
        c.Calls.Any(IsCompared) && port.Calls.Any(IsCompared) && !c.Calls.Where(IsCompared).Any(port.Calls.Contains);

    private static bool IsCompared(string callee) => Vocabulary.OfName(callee) is not null;

    private static double Worth(Statement c, Statement port)
    {
        double likeness = Likeness(c, port);
        return likeness < Threshold ? 0 : port.IsCorrection ? likeness * Correction : likeness;
    }

    // A call whose result the port looks at, a declaration that is parted from its value.
    private static bool CanReplace(StatementKind kind) =>
        kind is StatementKind.Simple or StatementKind.Declaration or StatementKind.If or StatementKind.Return;

    // Dice's coefficient of the two bags of words.
    private static double LikenessOfWords(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count == 0 || right.Count == 0)
            return 0;
        if (left.ToHashSet().SetEquals(right))
            return 1;
        Dictionary<string, int> counts = [];
        foreach (string word in left)
            counts[word] = counts.GetValueOrDefault(word) + 1;
        int common = 0;
        foreach (string word in right)
        {
            if (counts.GetValueOrDefault(word) is > 0 and int count)
            {
                counts[word] = count - 1;
                common++;
            }
        }
        return 2.0 * common / (left.Count + right.Count);
    }
}
