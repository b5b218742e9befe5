// SPDX-License-Identifier: MIT
using Microsoft.CodeAnalysis;

namespace Kernel.Analyzers.SharedWords;

/// <summary>A test of what was read of a shared word, and its outcome.</summary>
/// <param name="read">The read.</param>
/// <param name="condition">The condition.</param>
/// <param name="outcome">Its value.</param>
internal sealed class WordTest(WordRead read, SyntaxNode condition, bool outcome) : IEquatable<WordTest>
{
    public WordRead Read => read;

    public SyntaxNode Condition => condition;

    public bool Equals(WordTest? other) =>
        other is not null && read.Syntax == other.Read.Syntax && condition == other.Condition && outcome == other.Outcome;

    public override bool Equals(object? obj) => Equals(obj as WordTest);

    public override int GetHashCode() => condition.SpanStart;

    private bool Outcome => outcome;
}
