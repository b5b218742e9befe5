// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;
using System.Text;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Dumps;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Dumps;

[TestFixture]
public sealed class HptDumpReaderTests
{
    private const string Lines =
        """
          3f48 4000d032bf003505 0000000bd7ff1196 00000003b5c71196
        3f49 4000d032bf003501 1 2

        """;

    [Test]
    public void TheKernelsLinesAreRead()
    {
        using HptDumpReader dump = Open(Encoding.ASCII.GetBytes(Lines.Replace("\n\n", "\n", StringComparison.Ordinal)));
        Assert.Multiple(() =>
        {
            Assert.That(dump.Format, Is.EqualTo(HptDumpFormat.Lines));
            Assert.That(All(dump), Is.EqualTo(new[]
            {
                new IndexedHptEntry(0x3f48, new HptEntry(0x4000d032bf003505, 0x0000000bd7ff1196), 0x00000003b5c71196),
                new IndexedHptEntry(0x3f49, new HptEntry(0x4000d032bf003501, 1), 2),
            }));
            Assert.That(dump.Order, Is.Null, "lines do not say");
        });
    }

    [TestCase("zzzz")]
    [TestCase("3f48 1 2\n")]
    [TestCase("3f48 1 2 3 4\n")]
    [TestCase("3f48 1 2 3\n3f48 1 2 3\n")]
    [TestCase("3f48 1 2 3\n3f47 1 2 3\n")]
    [TestCase("ffffffffff 1 2 3\n")]
    [TestCase("3f48 1 2 12345678901234567\n")]
    [TestCase("")]
    [TestCase("3f48 1 2 3\n\n")]
    [TestCase("3f48 1 2 3")]
    [TestCase("3f48 1 2 3\r")]
    [TestCase("3f48 1 2 3\r\r\n")]
    [TestCase("3f48\r1 2 3\n")]
    public void WhatIsNoDumpIsRefused(string text) =>
        Assert.That(() => Read(Encoding.ASCII.GetBytes(text)), Throws.TypeOf<RecordingFormatException>().With.Message.StartsWith("dump"));

    [Test]
    public void ABadLineIsNamedWithItsPlaceAndItsValue() =>
        Assert.That(
            () => Read("1 1 2 3\n2 1 xyz 3\n"u8.ToArray()),
            Throws.TypeOf<RecordingFormatException>().With.Message.EqualTo(
                "dump: line 2, byte 12: found 'xyz'; expected the second doubleword, 1 to 16 hexadecimal digits"));

    [Test]
    public void ALineThatMayBeCutIsNotRead() =>
        Assert.That(
            () => Read("1 400ea1b217000015 190 190\n2 400ea1b217000015 190 19"u8.ToArray()),
            Throws.TypeOf<RecordingFormatException>().With.Message.EqualTo(
                "dump: line 2, byte 52: found the end of the file; expected a line feed; the last line may be cut short"));

    [Test]
    public void LinesMayEndAsOnWindows() =>
        Assert.That(Read("1 1 2 3\r\n2 1 2 3\r\n"u8.ToArray()), Is.EqualTo(Read("1 1 2 3\n2 1 2 3\n"u8.ToArray())));

    [TestCase("This is no table at all,\nbut text.\n", "line 1, byte 0: found 'This'")]
    [TestCase("\tand neither is this\n", "line 1, byte 0: found ")]
    public void TextIsNotCalledATable(string text, string problem) =>
        Assert.That(() => Read(Encoding.ASCII.GetBytes(text)), Throws.TypeOf<RecordingFormatException>().With.Message.Contains(problem));

    [Test]
    public void ATableMayBeginWithALineFeed()
    {
        byte[] raw = new byte[1 << 18];
        raw[0] = (byte)'\n';
        using HptDumpReader dump = Open(raw);
        Assert.That(dump.Format, Is.EqualTo(HptDumpFormat.Raw));
    }

    [Test]
    public void ReadingAFileTellsHowFarItIs()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kvmhv-{Guid.NewGuid():n}.hpt");
        try
        {
            File.WriteAllBytes(path, new byte[1 << 18]);
            using HptDumpReader dump = HptDumpReader.Open(path);
            Assert.That(dump.Progress, Is.EqualTo(0.25), "one buffer");
            Assert.That(All(dump), Is.Empty, "entries of an empty table");
            Assert.That(dump.Progress, Is.EqualTo(1), "the end");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase(".hpt", HptDumpFormat.Raw)]
    [TestCase(".hpt.gz", HptDumpFormat.Raw)]
    [TestCase(".txt", HptDumpFormat.Lines)]
    [TestCase(".txt.gz", HptDumpFormat.Lines)]
    public void WhatWasWrittenIsRead(string ending, HptDumpFormat format)
    {
        string path = Path.Combine(Path.GetTempPath(), $"kvmhv-{Guid.NewGuid():n}{ending}");
        try
        {
            using (HptDumpWriter writer = HptDumpWriter.Create(path, 18))
            {
                writer.Write(new IndexedHptEntry(5, new HptEntry(0x11, 0x22), 0x33));
                writer.Write(new IndexedHptEntry(6, new HptEntry(0x10, 0x22), 0x33));
                writer.Write(new IndexedHptEntry(0x3fff, new HptEntry(ulong.MaxValue, 0x44), 0x55));
                Assert.That(
                    () => writer.Write(new IndexedHptEntry(6, new HptEntry(1, 1), 1)), Throws.TypeOf<ArgumentOutOfRangeException>(),
                    "indices rise");
                Assert.That(
                    () => writer.Write(new IndexedHptEntry(0x4000, new HptEntry(1, 1), 1)), Throws.TypeOf<ArgumentOutOfRangeException>());
                writer.Complete();
            }
            using HptDumpReader dump = HptDumpReader.Open(path);
            bool isRaw = format == HptDumpFormat.Raw;
            IndexedHptEntry[] expected =
            [
                new(5, new HptEntry(0x11, isRaw ? 0x33UL : 0x22), isRaw ? null : 0x33),
                new(6, new HptEntry(0x10, 0x33), null),
                new(0x3fff, new HptEntry(ulong.MaxValue, isRaw ? 0x55UL : 0x44), isRaw ? null : 0x55),
            ];
            Assert.That(dump.Format, Is.EqualTo(format));
            Assert.That(All(dump), Is.EqualTo(isRaw ? expected : [expected[0], expected[2]]), "lines show valid entries only");
            Assert.That(dump.Order, Is.EqualTo(isRaw ? 18 : null), "of a raw table");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase(0)]
    [TestCase(1 << 17)]
    [TestCase((1 << 18) - 16)]
    [TestCase((1 << 18) + 16)]
    [TestCase((1 << 18) + 1)]
    [TestCase(3 << 18)]
    public void ARawTableHasAPowerOfTwoOfBytes(int length) =>
        Assert.That(() => Read(new byte[length]), Throws.TypeOf<RecordingFormatException>());

    [Test]
    public void AnImageHasTheOrderThatWasAskedForAndNoLockBits()
    {
        byte[] raw = new byte[1 << 18];
        raw[7] = 0x41;
        using HptDumpReader dump = Open(raw);
        Assert.That(dump.ReadImage(18)[0], Is.EqualTo(new HptEntry(1, 0)), "the entry without its lock bit");
        dump.Rewind();
        Assert.That(() => dump.ReadImage(24), Throws.TypeOf<RecordingFormatException>().With.Message.Contains("a table of order 18"));
        raw[^1] = 1;
        using HptDumpReader larger = Open([.. raw, .. raw]);
        Assert.That(
            () => larger.ReadImage(18), Throws.TypeOf<RecordingFormatException>().With.Message.Contains("a table of order 19"),
            "not an entry outside");
        using HptDumpReader lines = Open("4000 1 2 3\n"u8.ToArray());
        Assert.That(lines.ReadImage(24)[0x4000], Is.EqualTo(new HptEntry(1, 2)), "the entry of the line");
        lines.Rewind();
        Assert.That(() => lines.ReadImage(18), Throws.TypeOf<RecordingFormatException>().With.Message.Contains("entry 4000"));
    }

    [TestCase("text")]
    [TestCase("raw")]
    public void ReadingAllocatesNothingForAnEntry(string form)
    {
        const int entries = 1 << 16;
        byte[] bytes = form == "raw" ? new byte[entries * 16] : new byte[entries * 12];
        for (int i = 0; i < entries; i++)
        {
            if (form == "raw")
                bytes[16 * i] = 0x80;
            else
                Encoding.ASCII.GetBytes($"{i,5:x} 1 2 3\n").CopyTo(bytes, 12 * i);
        }
        using HptDumpReader dump = Open(bytes);
        int read = 1;
        Assert.That(dump.Read(out _), "the first entry");
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (dump.Read(out _))
            read++;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(read, Is.EqualTo(entries), "every entry was read");
        Assert.That(allocated, Is.LessThan(4096), "bytes allocated");
    }

    [Test]
    public void APipeIsReadAgainFromATemporaryFile()
    {
        using HptDumpReader dump = HptDumpReader.Open(new Pipe(Encoding.ASCII.GetBytes("1 1 2 3\n2 1 2 3\n")), "pipe", isCompressed: false);
        List<IndexedHptEntry> first = All(dump);
        dump.Rewind();
        Assert.That(first, Has.Count.EqualTo(2), "entries of the first reading");
        Assert.That(All(dump), Is.EqualTo(first), "entries of the second reading");
        Assert.That(dump.Progress, Is.Null, "nobody knows how long a pipe is");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void ADumpIsReadAgainFromItsBeginning(bool isCompressed)
    {
        byte[] raw = new byte[1 << 18];
        raw[7] = 1;
        raw[^1] = 1;
        MemoryStream file = new();
        using (GZipStream gzip = new(file, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(raw);
        using HptDumpReader dump = HptDumpReader.Open(
            new MemoryStream(isCompressed ? file.ToArray() : raw), "dump", isCompressed);
        List<IndexedHptEntry> first = All(dump);
        dump.Rewind();
        Assert.That(first.Select(entry => entry.Index), Is.EqualTo(new[] { 0, 0x3fff }), "entries of the first reading");
        Assert.That(All(dump), Is.EqualTo(first), "entries of the second reading");
    }

    private static HptDumpReader Open(byte[] bytes) => HptDumpReader.Open(new MemoryStream(bytes), "dump", isCompressed: false);

    private static List<IndexedHptEntry> All(HptDumpReader dump)
    {
        List<IndexedHptEntry> entries = [];
        while (dump.Read(out IndexedHptEntry entry))
            entries.Add(entry);
        return entries;
    }

    private static List<IndexedHptEntry> Read(byte[] bytes)
    {
        using HptDumpReader dump = Open(bytes);
        return All(dump);
    }

    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
