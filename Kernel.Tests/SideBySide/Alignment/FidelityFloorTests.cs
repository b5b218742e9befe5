// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.SideBySide.Alignment;
using Kernel.SideBySide.Original;
using Kernel.SideBySide.Port;
using NUnit.Framework;

namespace Kernel.Tests.SideBySide.Alignment;

/// <summary>
/// No ported function loses calls or constants of its original: the counts of each function are in a file. A function that gains some fails
/// too, so that its floor is raised.
/// </summary>
[TestFixture]
public sealed class FidelityFloorTests
{
    private static readonly string FloorsFile = Path.Combine(AppContext.BaseDirectory, "Data", "original", "fidelity-floors.csv");

    private static readonly Dictionary<string, InventoryFigures> Floors = File.ReadLines(FloorsFile).Skip(1).Select(line => line.Split(','))
        .ToDictionary(fields => fields[0], fields => new InventoryFigures(ShareOf(fields[1]), ShareOf(fields[2])));

    private static IEnumerable<TestCaseData> Functions =>
        OriginalInventory.Expected.Select(function => new TestCaseData(function).SetArgDisplayNames(KeyOf(function)));

    private static string KeyOf(OriginalFunction function) => $"{Path.GetFileName(function.File)}:{function.Name}";

    private static Share ShareOf(string text) =>
        new(int.Parse(text.Split('/')[0], CultureInfo.InvariantCulture), int.Parse(text.Split('/')[1], CultureInfo.InvariantCulture));

    [TestCaseSource(nameof(Functions))]
    public void EachFunctionIsAtItsFloor(OriginalFunction function)
    {
        PortFunction port = PortZone.Ported.Single(ported => ported.Name == function.Name && ported.Citation!.File == function.File);
        InventoryFigures figures = InventoryFigures.Of(function, port);
        string line = $"{KeyOf(function)},{figures.Calls},{figures.Constants}";

        Assert.That(Floors, Does.ContainKey(KeyOf(function)), $"fidelity-floors.csv needs the line {line}");
        Assert.That(figures, Is.EqualTo(Floors[KeyOf(function)]), $"if this is intended, change the line in fidelity-floors.csv to {line}");
    }

    [Test]
    public void FloorsAndFunctionsAreTheSame() =>
        Assert.That(Floors.Keys, Is.EquivalentTo(OriginalInventory.Expected.Select(KeyOf)));

    [Test]
    public void AFunctionThatLosesACallHasLowerFigures()
    {
        OriginalFunction original = new(Sample.CPath, "count", 1, 4, "", ["first", "second"], [], []);

        Assert.That(InventoryFigures.Of(original, Sample.Port("first(box);")).Calls, Is.EqualTo(new Share(1, 2)));
    }
}
