// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Formats;
using NUnit.Framework;

namespace Kernel.Tests.Recordings;

[TestFixture]
public sealed class EmbeddedRecordingTests
{
    private const int Passes = 5;

    [Test]
    public void BothBootsAreThere() =>
        Assert.That(
            EmbeddedRecordings.Names, Is.EqualTo(new[] { EmbeddedRecordings.BigEndianSmall, EmbeddedRecordings.LittleEndianSmall }));

    [Test]
    public void AnUnknownNameIsAnswered_WithTheKnownOnes() =>
        Assert.That(() => EmbeddedRecordings.Open("no"), Throws.ArgumentException.With.Message.Contains("be-small, le-small"));

    [TestCase(EmbeddedRecordings.LittleEndianSmall, 89_356, 40_000)]
    [TestCase(EmbeddedRecordings.BigEndianSmall, 92_341, 60_000)]
    public void ABootIsSmallAndWhole(string name, long records, long mostBytes)
    {
        using (Stream bytes = EmbeddedRecordings.OpenBytes(name))
            Assert.That(bytes.Length, Is.LessThan(mostBytes));
        using RecordingReader reader = EmbeddedRecordings.Open(name);
        TraceRecord record = new();
        while (reader.Read(record))
        {
        }
        Assert.Multiple(() =>
        {
            Assert.That(reader.Recording.Name, Is.EqualTo(name));
            Assert.That(reader.Recording.Order, Is.EqualTo(24));
            Assert.That(reader.Recording.MemoryBytes, Is.EqualTo(2UL << 30));
            Assert.That(reader.Recording.RecordCount, Is.EqualTo(records));
            Assert.That(reader.RecordNumber, Is.EqualTo(records));
            Assert.That(record.Kind, Is.EqualTo(RecordKind.End));
            Assert.That(
                reader.ReadFinalTable()!.ComputeFingerprint(), Is.EqualTo(record.Outputs[0]),
                "the table that comes with it is the one at its end");
        });
    }

    [Test]
    public void ReadingARecordAllocatesNothing() =>
        Assert.That(BytesAllocatedByReading(() => EmbeddedRecordings.Open(EmbeddedRecordings.LittleEndianSmall)), Is.Zero);

    [Test]
    public void ReadingALineAllocatesNothing()
    {
        MemoryStream csv = new();
        using (RecordingReader source = EmbeddedRecordings.Open(EmbeddedRecordings.LittleEndianSmall))
            RecordingConverter.Convert(source, csv, RecordingFormat.Csv);
        Assert.That(BytesAllocatedByReading(() => TinyRecording.Open(csv.ToArray(), RecordingFormat.Csv)), Is.Zero);
    }

    [TestCase(EmbeddedRecordings.LittleEndianSmall)]
    [TestCase(EmbeddedRecordings.BigEndianSmall)]
    public void EveryEntryLiesInTheGroupThatItsAddressHashesTo(string name)
    {
        using RecordingReader reader = EmbeddedRecordings.Open(name);
        TraceRecord record = new();
        int entered = 0;
        while (reader.Read(record))
        {
            if (record.Kind != RecordKind.Enter)
                continue;
            HptEntry entry = new(record.Arguments[2], record.Arguments[3]);
            HptTranslation page = Isa206Format.Instance.Decode(entry);
            if (!page.TryGetSegmentOffset(record.Arguments[1] / HptGeometry.GroupSize, entry.IsSecondary, 24, out ulong offset))
                Assert.Fail($"record {record.Number}: {record} decodes to {page.Vsid:x}:{offset:x}, which hashes elsewhere");
            entered++;
        }
        Assert.That(entered, Is.GreaterThan(40_000));
    }

    /// <summary>
    /// What reading itself allocates: the least of a few passes, because the runtime allocates too, once each, when it loads a type or
    /// refills the pool that the decompressor takes its buffers from.
    /// </summary>
    private static long BytesAllocatedByReading(Func<RecordingReader> open)
    {
        long least = long.MaxValue;
        for (int pass = 0; pass < Passes && least != 0; pass++)
        {
            using RecordingReader reader = open();
            TraceRecord record = new();
            reader.Read(record);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 80_000; i++)
                reader.Read(record);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
