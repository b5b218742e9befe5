// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>The table of docs/errata.md against the errata that the code knows and the tests that it names.</summary>
[TestFixture]
public sealed class ErrataTableTests
{
    private const int Columns = 5;
    private const int Tests = 4;

    // Numbers of the list that have no switch; the table says why.
    private static readonly string[] WithoutSwitch = ["E24"];

    private static List<string[]> Rows => [.. File.ReadLines(PortZone.PathOf("docs/errata.md"))
        .Where(line => line.StartsWith("| E", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | "))];

    [Test]
    public void EveryNumberHasOneRowInOrder() =>
        Assert.That(Rows.Select(row => row[0]), Is.EqualTo(Enum.GetNames<Erratum>().Concat(WithoutSwitch).Order(StringComparer.Ordinal)));

    [Test]
    public void EveryRowIsFilled() => Assert.That(Rows.Where(row => row.Length != Columns || row.Any(string.IsNullOrWhiteSpace)).Select(row => row[0]), Is.Empty);

    [Test]
    public void EveryErratumNamesATestThatSwitchesIt() => Assert.Multiple(() =>
    {
        foreach (string[] row in Rows.Where(row => !WithoutSwitch.Contains(row[0])))
        {
            string test = PortZone.PathOf($"Kernel.Tests/Errata/{row[Tests].Trim('`')}.cs");
            Assert.That(File.Exists(test), $"{row[0]} names the test {row[Tests]}");
            Assert.That(File.Exists(test) ? File.ReadAllText(test) : "", Does.Contain($"Erratum.{row[0]}"), test);
        }
    });
}
