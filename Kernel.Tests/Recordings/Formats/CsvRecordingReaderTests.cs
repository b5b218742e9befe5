// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Dumps;
using Kernel.Recordings.Formats;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Formats;

[TestFixture]
public sealed class CsvRecordingReaderTests
{
    [Test]
    public void TheHeadGivesNameCommentsOrderAndMemory()
    {
        using RecordingReader reader = TinyRecording.Open(TinyRecording.Csv, RecordingFormat.Csv);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Recording.Name, Is.EqualTo("tiny"));
            Assert.That(
                reader.Recording.Comments,
                Is.EqualTo(new[] { "tiny: a recording made for tests", "", "HPT order 18 (256 KiB, 2048 groups of 8), RAM 0..0x3ffffff" }));
            Assert.That(reader.Recording.Order, Is.EqualTo(18));
            Assert.That(reader.Recording.MemoryBytes, Is.EqualTo(64UL << 20));
            Assert.That(reader.Recording.RecordCount, Is.Null, "a CSV does not tell before its end");
        });
    }

    [Test]
    public void EveryRecordComesOutAsItWasWritten()
    {
        string[] expected = TinyRecording.Records.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(TinyRecording.ReadAll(TinyRecording.Csv, RecordingFormat.Csv), Is.EqualTo(expected));
        Assert.That(TinyRecording.ReadAll(TinyRecording.CsvGzip, RecordingFormat.CsvGzip), Is.EqualTo(expected));
    }

    [Test]
    public void AFieldOfARecordIsWhatStandsInTheLine()
    {
        using RecordingReader reader = TinyRecording.Open(TinyRecording.Csv, RecordingFormat.Csv);
        TraceRecord record = new();
        for (int i = 0; i < 6; i++)
            reader.Read(record);
        Assert.Multiple(() =>
        {
            Assert.That(record.Number, Is.EqualTo(6));
            Assert.That(record.Kind, Is.EqualTo(RecordKind.Enter));
            Assert.That(record.Vcpu, Is.Zero);
            Assert.That(record.Arguments.ToArray(), Is.EqualTo(new[] { 0UL, 0x10UL, 0xc00ea1b217000175UL, 0xf000000001000fffUL }));
            Assert.That(record.HasResult, Is.True);
            Assert.That(record.Result, Is.EqualTo(-6));
            Assert.That(record.OutputCount, Is.Zero);
        });
    }

    [Test]
    public void TheLastLineNeedsNoLineFeed() =>
        Assert.That(TinyRecording.ReadAll(TinyRecording.Csv[..^1], RecordingFormat.Csv), Has.Count.EqualTo(23));

    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190,0", "line 7, byte", "'0'", "the field 'result' and a comma")]
    [TestCase("E,0,0 10 1 190,0,10", "Q,0,0 10 1 190,0,10", "line 7, byte", "'Q,0,", "one of the letters")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 1g 1 190,0,10", "line 7, byte", "'1g 1 190'", "hexadecimal")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10  1 190,0,10", "line 7, byte", "' 1 190'", "one blank")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190 ,0,10", "line 7, byte", "''", "one blank")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 12345678901234567,0,10", "line 7, byte", "'12345678901234567'", "1 to 16")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1,0,10", "line 7, byte", "3 argument(s)", "4")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190 5,0,10", "line 7, byte", "5 argument(s)", "4")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,1 2 3 4 5 6 7 8 9,0,10", "line 7, byte", "'9'", "at most 8 words")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190,0,", "line 7, byte", "0 output(s)", "1")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190,-6,10", "line 7, byte", "1 output(s)", "0")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190,,10", "line 7, byte", "no result", "the call's result")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190,--4,", "line 7, byte", "'-4'", "decimal")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190,-99999999999,", "line 7, byte", "'99999999999'", "decimal")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190,0,4000", "line 7, byte", "slot 4000", "less than 4000")]
    [TestCase("E,0,0 10 1 190,0,10", "E,,0 10 1 190,0,10", "line 7, byte", "no virtual processor", "0 to 4095")]
    [TestCase("E,0,0 10 1 190,0,10", "E,4096,0 10 1 190,0,10", "line 7, byte", "'4096'", "up to 4095")]
    [TestCase("E,0,0 10 1 190,0,10", "E,-1,0 10 1 190,0,10", "line 7, byte", "'-1'", "decimal")]
    [TestCase("E,0,0 10 1 190,0,10", "E,0,0 10 1 190,0,10\r", "line 7, byte", "'10?'", "hexadecimal")]
    [TestCase("E,0,0 10 1 190,0,10", "", "line 7, byte", "''", "a record")]
    [TestCase("E,0,0 10 1 190,0,10", "# late", "line 7, byte", "'# late'", "a record")]
    [TestCase("E,0,0 10 1 190,0,10", "Z,,18,,", "line 7, byte", "'Z' after the first record", "one allocation")]
    [TestCase("E,0,0 10 1 190,0,10", "c,0,10 100,,", "line 7, byte", "byte 100", "at most ff")]
    [TestCase("E,0,0 10 1 190,0,10", "c,0,4000 1,,", "line 7, byte", "slot 4000", "less than 4000")]
    [TestCase("E,0,0 10 1 190,0,10", "B,0,1 2,0,3", "line 7, byte", "2 argument(s)", "four pairs")]
    [TestCase("E,0,0 10 1 190,0,10", "B,0,1 2 3,0,3", "line 7, byte", "ending word 3", "its two highest bits set")]
    [TestCase("E,0,0 10 1 190,0,10", "B,0,1 2 c000000000000000,0,3 4", "line 7, byte", "2 output(s)", "at most 1")]
    [TestCase("E,0,0 10 1 190,0,10", "M,0,1,,123", "line 7, byte", "'123'", "16 hexadecimal digits")]
    [TestCase("E,0,0 10 1 190,0,10", "X,,19,,0123456789abcdef", "line 7, byte", "order 19 at the end", "18")]
    [TestCase("Z,,18,,", "Z,,17,,", "line 5, byte", "order 17", "18 to 30")]
    [TestCase("Z,,18,,", "Z,,99999999999,,", "line 5, byte", "'99999999999'", "decimal")]
    [TestCase("Z,,18,,\n", "", "line 5, byte", "the first record is 'V'", "'Z'")]
    [TestCase("op,vcpu,args,ret,out", "op,vcpu,args,ret", "line 4, byte", "'op,vcpu,args,ret'", "the heading")]
    [TestCase("X,,18,,fedcba9876543210\n", "", "line 27, byte", "the end of the file", "the last one is 'X'")]
    [TestCase(
        "X,,18,,fedcba9876543210\n", "X,,18,,fedcba9876543210\nC,0,,0,\n", "line 28, byte", "a line behind the last record", "the end")]
    public void DamageIsNamedWithItsPlaceItsValueAndWhatWasExpected(string old, string @new, string place, string problem, string expected)
    {
        string text = (TinyRecording.Head + TinyRecording.Records).Replace(
            "E,0,0 10 400ea1b217000015 190,0,10", "E,0,0 10 1 190,0,10", StringComparison.Ordinal);
        Assert.That(text, Does.Contain(old), "the damage must hit something");
        byte[] damaged = Encoding.UTF8.GetBytes(text.Replace(old, @new, StringComparison.Ordinal));

        RecordingFormatException exception =
            Assert.Throws<RecordingFormatException>(() => TinyRecording.ReadAll(damaged, RecordingFormat.Csv))!;
        Assert.That(
            exception.Message,
            Does.StartWith("tiny.csv: " + place).And.Contains("found " + problem).And.Contains(expected).And.Not.Contain("\n"));
    }

    [Test]
    public void ThePositionOfDamageIsItsByte()
    {
        byte[] damaged = Encoding.UTF8.GetBytes(TinyRecording.Head + "Z,,18,,\nE,0,0 xx 1 190,0,10\n");
        RecordingFormatException exception =
            Assert.Throws<RecordingFormatException>(() => TinyRecording.ReadAll(damaged, RecordingFormat.Csv))!;
        Assert.That(exception.Position.Offset, Is.EqualTo(Encoding.UTF8.GetString(damaged).IndexOf("xx", StringComparison.Ordinal)));
    }

    [Test]
    public void InACompressedFileThePositionIsThatOfTheText()
    {
        byte[] file = TinyRecording.CsvGzip[..^8];
        RecordingFormatException exception =
            Assert.Throws<RecordingFormatException>(() => TinyRecording.ReadAll(file, RecordingFormat.CsvGzip))!;
        Assert.That(exception.Message, Does.Contain("came out"), "the member's trailer is missing");
        exception = Assert.Throws<RecordingFormatException>(() => TinyRecording.ReadAll(TinyRecording.Csv, RecordingFormat.CsvGzip))!;
        Assert.That(exception.Message, Does.Contain("gzip"));
    }

    [Test]
    public void BytesBehindTheCompressedTextAreDamage() =>
        Assert.Throws<RecordingFormatException>(() => TinyRecording.ReadAll([.. TinyRecording.CsvGzip, 0], RecordingFormat.CsvGzip));

    [Test]
    public void ALineWithoutEndIsRefusedBeforeItIsHeld()
    {
        byte[] endless = new byte[1 << 20];
        endless.AsSpan().Fill((byte)'#');
        RecordingFormatException exception =
            Assert.Throws<RecordingFormatException>(() => TinyRecording.ReadAll(endless, RecordingFormat.Csv))!;
        Assert.That(exception.Message, Does.Contain("a line without end"));
    }

    [Test]
    public void CommentWithoutEndIsRefused()
    {
        string many = string.Concat(Enumerable.Repeat("# all work and no play\n", 10_000));
        RecordingFormatException exception =
            Assert.Throws<RecordingFormatException>(() => TinyRecording.ReadAll(Encoding.UTF8.GetBytes(many), RecordingFormat.Csv))!;
        Assert.That(exception.Message, Does.Contain("more comment"));
    }

    [Test]
    public void TheFinalTableIsLookedForBesideTheRecording()
    {
        string folder = Directory.CreateTempSubdirectory("kvmhv-").FullName;
        try
        {
            string path = Path.Combine(folder, "tiny.csv");
            File.WriteAllBytes(path, TinyRecording.Csv);
            using (RecordingReader reader = RecordingReader.Open(path))
            {
                TraceRecord record = new();
                Assert.That(() => reader.ReadFinalTable(), Throws.InvalidOperationException, "it comes after the last record");
                while (reader.Read(record))
                {
                }
                Assert.That(reader.ReadFinalTable(), Is.Null, "there is none yet");
            }
            using (HptDumpWriter writer = HptDumpWriter.Create(Path.Combine(folder, "tiny.hpt.gz"), 18))
            {
                writer.Write(new IndexedHptEntry(3, new HptEntry(1, 2), 2));
                writer.Complete();
            }
            using (RecordingReader reader = RecordingReader.Open(path))
            {
                TraceRecord record = new();
                while (reader.Read(record))
                {
                }
                Assert.That(reader.ReadFinalTable()![3], Is.EqualTo(new HptEntry(1, 2)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
