// SPDX-License-Identifier: GPL-2.0-only
using NUnit.Framework;

namespace Kernel.Tests.Properties;

/// <summary>Counts how often each outcome occurred, so that a run without one of the required outcomes fails.</summary>
internal sealed class OutcomeCoverage
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts one occurrence of an outcome.</summary>
    internal void Count(string outcome) => _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;

    /// <summary>Prints all counts, and fails if one of <paramref name="outcomes"/> did not occur.</summary>
    internal void Require(params IReadOnlyList<string> outcomes)
    {
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, _counts.Select(entry => $"{entry.Value,8} {entry.Key}")));
        Assert.That(outcomes.Where(outcome => !_counts.ContainsKey(outcome)), Is.Empty, "outcomes that never occurred");
    }
}
