// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using NUnit.Framework;

namespace Kernel.Tests.Fidelity;

/// <summary>Compares the table of docs/errata/README.md with the errata list and the tests that it names.</summary>
[TestFixture]
public sealed class ErrataTableTests
{
    private const int Columns = 5;
    private const int Tests = 4;

    private static List<string[]> Rows => [.. File.ReadLines(PortZone.PathOf("docs/errata/README.md"))
        .Where(line => line.StartsWith("| [E", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | "))];

    [Test]
    public void EachRowOfTheErrataTableAgreesWithTheErrataList() => Assert.That(
        Rows.Select(row => string.Join(" | ", row[..Tests])),
        Is.EqualTo(ErrataList.All.Select(
            erratum => $"[{erratum.Number}]({erratum.Number}.md) | {erratum.Title} | {Functions(erratum)} | {Severity(erratum)}")));

    [Test]
    public void EveryCellOfTheErrataTableHasText() =>
        Assert.That(Rows.Where(row => row.Length != Columns || row.Any(string.IsNullOrWhiteSpace)).Select(row => row[0]), Is.Empty);

    [Test]
    public void EveryErratumNamesATestThatUsesItsSwitch() => Assert.Multiple(() =>
    {
        foreach ((ErratumDescription erratum, string[] row) in ErrataList.All.Zip(Rows))
        {
            if (erratum.Switch is null)
            {
                Assert.That(row[Tests], Does.StartWith("no switch"), "the table gives the reason");
                continue;
            }
            string test = PortZone.PathOf($"Kernel.Tests/Errata/{row[Tests].Trim('`')}.cs");
            Assert.That(File.Exists(test), $"{erratum.Number} names the test {row[Tests]}");
            Assert.That(File.Exists(test) ? File.ReadAllText(test) : "", Does.Contain($"Erratum.{erratum.Number}"), test);
        }
    });

    [Test]
    public void TheErrataCountsInTheTextsAreRight()
    {
        int switches = Enum.GetValues<Erratum>().Length;
        Assert.That(
            File.ReadAllText(PortZone.PathOf("docs/errata/README.md")),
            Does.Contain($"There are {ErrataList.All.Count} numbers. {switches} have a switch; the others are documented only."));
        Assert.That(
            File.ReadAllText(PortZone.PathOf("CHANGELOG.md")),
            Does.Contain($"{ErrataList.All.Count} numbered errata of the original").And.Contains($"{switches} with a switch"));
    }

    internal static string Functions(ErratumDescription erratum) => string.Join(", ", erratum.Functions.Select(name => $"`{name}`"));

    internal static string Severity(ErratumDescription erratum) => erratum.Severity.ToString().ToLowerInvariant();
}
