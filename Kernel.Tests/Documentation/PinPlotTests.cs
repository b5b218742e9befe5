// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Recordings.Formats;
using Kernel.Tests.Repository;
using NUnit.Framework;

namespace Kernel.Tests.Documentation;

/// <summary>The data and the plot of docs/what-the-commit-changed.md are those that the tests measure.</summary>
[TestFixture]
[NonParallelizable]
public sealed class PinPlotTests
{
    private const string LateMapping = "docs/data/pins-late-mapping.csv";
    private const string Plot = "docs/pictures/pins.svg";

    [TestCase(EmbeddedRecordings.LittleEndianSmall)]
    [TestCase(EmbeddedRecordings.BigEndianSmall)]
    public void TheRecordedCountsOfABootAreThoseOfItsReplay(string recording) =>
        Compare(PinCount.MeasureBoot(recording), FileOf(recording));

    [Test]
    public void TheRecordedCountsOfTheLateMappingExampleAreThoseOfItsRun() => Compare(PinCount.MeasureLateMapping(), LateMapping);

    [Test]
    public void ThePinPlotIsDrawnFromTheRecordedCounts() => Compare(Draw(), Plot);

    [TestCase(EmbeddedRecordings.LittleEndianSmall, 89_314)]
    [TestCase(EmbeddedRecordings.BigEndianSmall, 91_819)]
    public void ABootPinsOnePagePerHypercallUntilAllPagesArePinned(string recording, int hypercalls)
    {
        IReadOnlyList<PinCount> counts = PinCount.Parse(RepositoryFiles.TextOf(FileOf(recording)));
        Assert.Multiple(() =>
        {
            Assert.That(counts[0], Is.EqualTo(new PinCount("0", 0, 128)), "registering memory pins nothing");
            Assert.That(counts.Take(129).Select(count => count.When), Is.EqualTo(Enumerable.Range(0, 129).Select(number => $"{number}")));
            Assert.That(counts.Take(129).Select(count => count.WhenNeeded), Is.EqualTo(Enumerable.Range(0, 129)));
            Assert.That(counts[^1], Is.EqualTo(new PinCount($"{hypercalls}", 128, 128)), "all pages are pinned at the end");
        });
    }

    // Leaves a differing file in the work directory, to compare it and to copy it.
    private static void Compare(string measured, string file)
    {
        string expected = RepositoryFiles.TextOf(file);
        if (measured == expected)
            return;
        string folder = Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory, "measured")).FullName;
        string copy = Path.Combine(folder, Path.GetFileName(file));
        File.WriteAllText(copy, measured);
        Assert.That(measured, Is.EqualTo(expected), $"if the change is intended, copy {copy} to {file}");
    }

    private static string FileOf(string recording) => $"docs/data/pins-{recording}.csv";

    private static string Draw() => PinPlot.Draw(
        PinCount.Parse(RepositoryFiles.TextOf(FileOf(EmbeddedRecordings.LittleEndianSmall))), EmbeddedRecordings.LittleEndianSmall,
        PinCount.Parse(RepositoryFiles.TextOf(LateMapping)));
}
