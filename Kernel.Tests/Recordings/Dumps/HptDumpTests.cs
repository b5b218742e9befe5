// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Dumps;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Dumps;

[TestFixture]
public sealed class HptDumpTests
{
    private const string Lines =
        """
          3f48 4000d032bf003505 0000000bd7ff1196 00000003b5c71196
        3f49 4000d032bf003501 1 2

        """;

    [Test]
    public void TheKernelsLinesAreRead()
    {
        HptDump dump = Read(Encoding.ASCII.GetBytes(Lines.Replace("\n\n", "\n", StringComparison.Ordinal)));
        Assert.Multiple(() =>
        {
            Assert.That(dump.Format, Is.EqualTo(HptDumpFormat.Lines));
            Assert.That(dump.Order, Is.Null);
            Assert.That(dump.Entries, Is.EqualTo(new[]
            {
                new IndexedHptEntry(0x3f48, new HptEntry(0x4000d032bf003505, 0x0000000bd7ff1196), 0x00000003b5c71196),
                new IndexedHptEntry(0x3f49, new HptEntry(0x4000d032bf003501, 1), 2),
            }));
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
        Assert.That(Read("1 1 2 3\r\n2 1 2 3\r\n"u8.ToArray()).Entries, Is.EqualTo(Read("1 1 2 3\n2 1 2 3\n"u8.ToArray()).Entries));

    [TestCase("This is no table at all,\nbut text.\n", "line 1, byte 0: found 'This'")]
    [TestCase("\tand neither is this\n", "line 1, byte 0: found ")]
    public void TextIsNotCalledATable(string text, string problem) =>
        Assert.That(() => Read(Encoding.ASCII.GetBytes(text)), Throws.TypeOf<RecordingFormatException>().With.Message.Contains(problem));

    [Test]
    public void ATableMayBeginWithALineFeed()
    {
        byte[] raw = new byte[1 << 18];
        raw[0] = (byte)'\n';
        Assert.That(Read(raw).Format, Is.EqualTo(HptDumpFormat.Raw));
    }

    [Test]
    public void ReadingAFileTellsHowFarItIs()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kvmhv-{Guid.NewGuid():n}.hpt");
        try
        {
            File.WriteAllBytes(path, new byte[1 << 18]);
            Parts parts = new();
            HptDump.Read(path, parts);
            Assert.That(parts.All, Is.EqualTo(new[] { 0.25, 0.5, 0.75, 1 }));
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
            }
            HptDump dump = HptDump.Read(path);
            bool isRaw = format == HptDumpFormat.Raw;
            IndexedHptEntry[] expected =
            [
                new(5, new HptEntry(0x11, isRaw ? 0x33UL : 0x22), isRaw ? null : 0x33),
                new(6, new HptEntry(0x10, 0x33), null),
                new(0x3fff, new HptEntry(ulong.MaxValue, isRaw ? 0x55UL : 0x44), isRaw ? null : 0x55),
            ];
            Assert.That(dump.Format, Is.EqualTo(format));
            Assert.That(dump.Order, Is.EqualTo(isRaw ? 18 : null));
            Assert.That(dump.Entries, Is.EqualTo(isRaw ? expected : [expected[0], expected[2]]), "lines show valid entries only");
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
        HptDump dump = Read(raw);
        Assert.That(dump.ToImage(18)[0], Is.EqualTo(new HptEntry(1, 0)));
        Assert.That(() => dump.ToImage(24), Throws.TypeOf<RecordingFormatException>().With.Message.Contains("a table of order 18"));
        HptDump lines = Read("4000 1 2 3\n"u8.ToArray());
        Assert.That(lines.ToImage(24)[0x4000], Is.EqualTo(new HptEntry(1, 2)));
        Assert.That(() => lines.ToImage(18), Throws.TypeOf<RecordingFormatException>().With.Message.Contains("entry 4000"));
    }

    private static HptDump Read(byte[] bytes) => HptDump.Read(new MemoryStream(bytes), "dump", isCompressed: false);

    private sealed class Parts : IProgress<double>
    {
        public List<double> All { get; } = [];

        public void Report(double value) => All.Add(value);
    }
}
