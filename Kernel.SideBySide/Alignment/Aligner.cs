// SPDX-License-Identifier: GPL-2.0-only
using Kernel.SideBySide.Statements;

namespace Kernel.SideBySide.Alignment;

/// <summary>
/// Aligns two sequences of statements: finds the pairs with the greatest sum of likeness that keep the order of both sequences
/// (Needleman and Wunsch 1970, without a gap penalty).
/// </summary>
internal static class Aligner
{
    /// <summary>The least likeness of a pair.</summary>
    internal const double Threshold = 0.45;

    /// <summary>The most statements of a function: the table of all pairs grows with their square.</summary>
    internal const int MaxStatements = 4000;

    private const double KindWeight = 0.3;              // the rest is the weight of the words
    private const double OtherKindFactor = 0.6;
    private const double OtherCalleeFactor = 0.5;
    private const double CorrectionFactor = 0.5;
    private const double MaxLikenessIfDifferent = 0.95;

    /// <summary>Finds the pairs, in order.</summary>
    /// <exception cref="ArgumentException">A sequence has more than <see cref="MaxStatements"/> statements.</exception>
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
    /// How alike two statements are: 1 for the same kind, words and operators, 0 for kinds that cannot be a pair. How often a word occurs
    /// does not matter if all words are the same: where the C has <c>|=</c>, the port repeats the address.
    /// </summary>
    public static double Likeness(Statement c, Statement port)
    {
        double words = LikenessOfWords(c.Words, port.Words);
        if (CallsOthers(c, port))
            words *= OtherCalleeFactor;
        if (c.Kind == port.Kind)
        {
            double likeness = c.Words.Count == 0 && port.Words.Count == 0 ? 1 : words == 0 ? 0 : KindWeight + (1 - KindWeight) * words;
            return IsSame(c, port) ? likeness : Math.Min(likeness, MaxLikenessIfDifferent);
        }
        return CanReplace(c.Kind) && CanReplace(port.Kind) ? OtherKindFactor * words : 0;
    }

    // Compares the operators, and the order in which each word first occurs.
    private static bool IsSame(Statement c, Statement port) =>
        c.Operators == port.Operators && c.Words.Distinct().SequenceEqual(port.Words.Distinct());

    // Names that the vocabulary drops are not compared: PORTING.md has them as differences that occur everywhere.
    private static bool CallsOthers(Statement c, Statement port) =>
        c.Calls.Any(IsCompared) && port.Calls.Any(IsCompared) && !c.Calls.Where(IsCompared).Any(port.Calls.Contains);

    private static bool IsCompared(string callee) => Vocabulary.OfName(callee) is not null;

    private static double Worth(Statement c, Statement port)
    {
        double likeness = Likeness(c, port);
        return likeness < Threshold ? 0 : port.IsCorrection ? likeness * CorrectionFactor : likeness;
    }

    // The port may test the result of what is a plain call in the C, or separate a declaration from its value.
    private static bool CanReplace(StatementKind kind) =>
        kind is StatementKind.Simple or StatementKind.Declaration or StatementKind.If or StatementKind.Return;

    // Dice's coefficient of the two multisets of words.
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
