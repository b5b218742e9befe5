// SPDX-License-Identifier: MIT
using System.Collections.Immutable;
using Kernel.Analyzers.Flow;

namespace Kernel.Analyzers.SharedWords;

/// <summary>What is known about shared words at one point of a body. A join only ever removes knowledge.</summary>
/// <param name="tests">The tests whose outcomes led here, by the path of the word.</param>
/// <param name="copies">The reads whose values variables hold, by symbol or capture id.</param>
/// <param name="untested">The variables among them that were read after a test of the word and were not tested themselves.</param>
internal sealed class SharedWordState(
    ImmutableDictionary<string, WordTest> tests, ImmutableDictionary<object, WordRead> copies, ImmutableHashSet<object> untested)
    : IFlowState<SharedWordState>
{
    public static readonly SharedWordState Empty = new(
        ImmutableDictionary<string, WordTest>.Empty, ImmutableDictionary<object, WordRead>.Empty, ImmutableHashSet<object>.Empty);

    private ImmutableDictionary<string, WordTest> Tests => tests;

    private ImmutableDictionary<object, WordRead> Copies => copies;

    private ImmutableHashSet<object> Untested => untested;

    /// <summary>The test of an earlier read of the word, whose outcome led here.</summary>
    public WordTest? TestBefore(WordRead read) =>
        read.Word.Path is { } path && tests.TryGetValue(path, out var test) && test.Read.Syntax != read.Syntax ? test : null;

    /// <summary>The read whose value the variable holds.</summary>
    public WordRead? CopyIn(object variable) => copies.TryGetValue(variable, out var read) ? read : null;

    /// <summary>Whether the variable was read after a test of the word and was not tested itself.</summary>
    public bool IsUntested(object variable) => untested.Contains(variable);

    /// <summary>Another value in the variable.</summary>
    public SharedWordState Store(object variable, WordRead? read, bool isUntested)
    {
        if (read is null)
            return copies.ContainsKey(variable) ? new(tests, copies.Remove(variable), untested.Remove(variable)) : this;
        return new(tests, copies.SetItem(variable, read), isUntested ? untested.Add(variable) : untested.Remove(variable));
    }

    /// <summary>The variable has been tested.</summary>
    public SharedWordState Verify(object variable) => untested.Contains(variable) ? new(tests, copies, untested.Remove(variable)) : this;

    /// <summary>What was read has been tested; a null test leaves nothing that another read could contradict.</summary>
    public SharedWordState Decide(string path, WordTest? test) =>
        new(test is null ? tests.Remove(path) : tests.SetItem(path, test), copies, untested);

    /// <summary>Forgets the words whose paths mention what has been assigned: a variable or another path.</summary>
    public SharedWordState Forget(string? assigned)
    {
        if (assigned is null || (tests.IsEmpty && copies.IsEmpty))
            return this;
        var stale = copies.Where(pair => Mentions(pair.Value.Word.Path, assigned)).Select(pair => pair.Key).ToList();
        return new(
            tests.RemoveRange(tests.Keys.Where(path => Mentions(path, assigned))), copies.RemoveRange(stale), untested.Except(stale));
    }

    public SharedWordState Join(SharedWordState other)
    {
        var joined = copies.RemoveRange(copies.Where(pair => other.CopyIn(pair.Key)?.Syntax != pair.Value.Syntax).Select(pair => pair.Key));
        return new(
            tests.RemoveRange(tests
                .Where(pair => !(other.Tests.TryGetValue(pair.Key, out var same) && same.Equals(pair.Value)))
                .Select(pair => pair.Key)),
            joined,
            untested.Intersect(other.Untested).Intersect(joined.Keys));
    }

    public bool Equals(SharedWordState? other) =>
        other is not null && tests.Count == other.Tests.Count && copies.Count == other.Copies.Count &&
        untested.SetEquals(other.Untested) &&
        tests.All(pair => other.Tests.TryGetValue(pair.Key, out var same) && same.Equals(pair.Value)) &&
        copies.All(pair => other.CopyIn(pair.Key)?.Syntax == pair.Value.Syntax);

    public override bool Equals(object? obj) => Equals(obj as SharedWordState);

    public override int GetHashCode() => tests.Count;

    /// <summary>Whether the path contains the other one, from its beginning or in an index.</summary>
    private static bool Mentions(string? path, string other)
    {
        for (var at = 0; path is not null && (at = path.IndexOf(other, at, StringComparison.Ordinal)) >= 0; at++)
        {
            var end = at + other.Length;
            if ((at == 0 || !IsInName(path[at - 1])) && (end == path.Length || path[end] is '.' or '[' || !IsInName(path[end])))
                return true;
        }

        return false;
    }

    private static bool IsInName(char character) => character is '_' or '.' or '@' || char.IsLetterOrDigit(character);
}
