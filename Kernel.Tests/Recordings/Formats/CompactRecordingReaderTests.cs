// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Text;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Formats;
using Kernel.Recordings.Formats.Compact;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Formats;

[TestFixture]
public sealed class CompactRecordingReaderTests
{
    private const string Head = "name x\norder 18\nrecords 00000000000000000023\ncolumns " + Columns.Names + "\n";

    [Test]
    public void TheHeadIsThatOfTheSource()
    {
        using RecordingReader source = TinyRecording.Open(TinyRecording.Csv, RecordingFormat.Csv);
        using RecordingReader reader = TinyRecording.Open(TinyRecording.Compact, RecordingFormat.Compact);
        Assert.That(reader.Recording.Comments, Is.EqualTo(source.Recording.Comments));
        Assert.That(reader.Recording with { Comments = [] }, Is.EqualTo(source.Recording with { Comments = [], RecordCount = 23 }));
    }

    [Test]
    public void EveryRecordComesBack() =>
        Assert.That(
            TinyRecording.ReadAll(TinyRecording.Compact, RecordingFormat.Compact),
            Is.EqualTo(TinyRecording.ReadAll(TinyRecording.Csv, RecordingFormat.Csv)));

    [Test]
    public void TheFinalTableComesBack()
    {
        using RecordingReader reader = TinyRecording.Open(TinyRecording.Compact, RecordingFormat.Compact);
        TraceRecord record = new();
        while (reader.Read(record))
        {
        }
        Assert.That(reader.ReadFinalTable()!.Words.SequenceEqual(TinyRecording.Table().Words), Is.True);
    }

    [Test]
    public void ARecordingWithoutFinalTableHasNone()
    {
        using RecordingReader reader = TinyRecording.Open(
            TinyRecording.ConvertedTo(RecordingFormat.Compact, TinyRecording.Csv), RecordingFormat.Compact);
        TraceRecord record = new();
        while (reader.Read(record))
        {
        }
        Assert.That(reader.ReadFinalTable(), Is.Null);
    }

    [Test]
    public void RecordsAndTableEntriesGoOnInTheNextChunk()
    {
        const int calls = 140_000;
        StringBuilder csv = new(TinyRecording.Head + "Z,,24,,\n");
        for (int i = 0; i < calls; i++)
            csv.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"E,{i & 3},0 {i & 0xffff8:x} {i << 7 | 1:x} {i << 12:x},0,{i & 0xfffff:x}\n");
        csv.Append("X,,24,,0123456789abcdef\n");
        byte[] source = Encoding.UTF8.GetBytes(csv.ToString());
        HptImage table = new(24);
        for (int i = 0; i < 300_000; i++)
            table[3 * i] = new HptEntry((ulong)i, ~(ulong)i);
        byte[] file = TinyRecording.ConvertedTo(RecordingFormat.Compact, source, table);

        using RecordingReader reader = TinyRecording.Open(file, RecordingFormat.Compact);
        using RecordingReader expected = TinyRecording.Open(source, RecordingFormat.Csv);
        (TraceRecord record, TraceRecord wanted) = (new(), new());
        while (expected.Read(wanted))
        {
            Assert.That(reader.Read(record), Is.True);
            if (record.ToString() != wanted.ToString())
                Assert.Fail($"record {wanted.Number}: {record} and not {wanted}");
        }
        Assert.That(reader.Read(record), Is.False);
        Assert.That(reader.ReadFinalTable()!.Words.SequenceEqual(table.Words), Is.True);
        Assert.That(new CompactFile(file).Chunks.Count(chunk => chunk.Type == ChunkFormat.RecordsChunk), Is.EqualTo(2));
        Assert.That(new CompactFile(file).Chunks.Count(chunk => chunk.Type == ChunkFormat.TableChunk), Is.EqualTo(3));
    }

    [Test]
    public void WrongMagicIsNamedByItsByte()
    {
        byte[] file = TinyRecording.Compact;
        file[6] = (byte)'\n';
        AssertDamage(file, "byte 6", "byte 0a", "0d, from the magic bytes");
    }

    [Test]
    public void AnUnknownVersionIsRefused()
    {
        byte[] file = TinyRecording.Compact;
        file[9] = 2;
        AssertDamage(file, "byte 8", "version 2", "version 1");
    }

    [Test]
    public void TheReservedWordMustBeZero()
    {
        byte[] file = TinyRecording.Compact;
        file[11] = 1;
        AssertDamage(file, "byte 10", "reserved word 0001", "0");
    }

    [Test]
    public void AnUnknownChunkIsRefused()
    {
        byte[] file = TinyRecording.Compact;
        file[CompactFile.PrefixBytes] = (byte)'h';
        AssertDamage(file, "byte 12", "a chunk of type 'hEAD'", "HEAD, RECS, TABL or DONE");
    }

    [Test]
    public void BytesBehindTheLastChunkAreDamage()
    {
        byte[] file = TinyRecording.Compact;
        AssertDamage([.. file, 7], $"byte {file.Length}", "bytes behind the last chunk", "the end of the file");
    }

    [TestCase(4, "stored byte(s)")]
    [TestCase(8, "plain byte(s)")]
    public void AbsurdLengthsCostNoMemory(int at, string problem)
    {
        byte[] file = TinyRecording.Compact;
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(CompactFile.PrefixBytes + at), uint.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertDamage(file, $"byte {CompactFile.PrefixBytes + at}", $"{uint.MaxValue} {problem}", "");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void ALongChunkInAShortFileCostsNoMemory()
    {
        CompactFile file = new(TinyRecording.Compact);
        byte[] head = CompactFile.Chunk(file.Chunks[0].Type, file.Chunks[0].Content, file.Chunks[0].Content.Length);
        byte[] records = CompactFile.Chunk(ChunkFormat.RecordsChunk, new byte[10], 10);
        BinaryPrimitives.WriteInt32BigEndian(records.AsSpan(4), ChunkFormat.MaxChunkBytes);
        byte[] bytes = [.. TinyRecording.Compact.AsSpan(0, CompactFile.PrefixBytes), .. head, .. records];
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertDamage(bytes, $"byte {bytes.Length}", "the end of the file", "the rest of a chunk");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2 << 20));
    }

    [Test]
    public void AChecksumThatDoesNotFitIsDamage()
    {
        byte[] file = TinyRecording.Compact;
        file[^1] ^= 1;
        AssertDamage(file, $"byte {file.Length - 12}", "checksum", "the chunk is damaged");
    }

    [TestCase(Head + "extra 1\n", null)]
    [TestCase("name x\n", "a head without 'columns'")]
    [TestCase(Head + "order 18\n", "'order' twice")]
    [TestCase("", "does not end with a line")]
    public void TheHeadMustHaveItsLines(string head, string? problem) => AssertHead(head, problem);

    [TestCase("order 18", "order 99", "order '99'")]
    [TestCase("order 18", "order x", "order 'x'")]
    [TestCase("order 18", "order 19", "a table of order 18")]
    [TestCase("0023", "0024", "23 records at the end and 24 in the head")]
    [TestCase("0023", "9999999999999999999999", "records '")]
    [TestCase("slots", "slits", "columns '")]
    [TestCase("order 18", "order 18\nmemory zz", "memory 'zz'")]
    public void TheHeadMustBeRight(string old, string @new, string problem) =>
        AssertHead(Head.Replace(old, @new, StringComparison.Ordinal), problem);

    [Test]
    public void AMissingRepeatedOrSwappedChunkIsDamage()
    {
        CompactFile missing = new(TinyRecording.Compact);
        missing.Chunks.RemoveAt(1);
        AssertDamage(missing.ToArray(), "", "a chunk TABL", "RECS");
        CompactFile repeated = new(TinyRecording.Compact);
        repeated.Chunks.Insert(1, repeated.Chunks[1]);
        AssertDamage(repeated.ToArray(), "", "a chunk RECS", "DONE");
        CompactFile swapped = new(TinyRecording.Compact);
        swapped.Chunks.Reverse(0, 2);
        AssertDamage(swapped.ToArray(), "byte 12", "a chunk RECS", "HEAD");
        CompactFile late = new(TinyRecording.Compact);
        late.Chunks[1].Content[0] = 5;
        AssertDamage(late.ToArray(), "record 1", "begins with record 5", "record 1");
    }

    [Test]
    public void TheWriterRefusesWhatNoReaderWouldTake()
    {
        Recording recording = new() { Name = "x", Comments = [], Order = 18 };
        using RecordingWriter writer = RecordingWriter.Create(new MemoryStream(), RecordingFormat.Compact, recording);
        TraceRecord record = new() { Kind = RecordKind.Cede, HasResult = true };
        Assert.That(() => writer.Write(record), Throws.ArgumentException.With.Message.Contains("the first record is 'C'"));
        Assert.That(() => writer.Complete(null), Throws.InvalidOperationException);
        Assert.That(
            () => RecordingWriter.Create(new MemoryStream(), RecordingFormat.Csv, recording with { Comments = ["two\nlines"] }),
            Throws.ArgumentException);
    }

    private static void AssertHead(string head, string? problem)
    {
        CompactFile file = new(TinyRecording.Compact);
        file.Chunks[0] = (ChunkFormat.HeadChunk, Encoding.UTF8.GetBytes(head));
        if (problem is null)
            Assert.That(
                TinyRecording.ReadAll(file.ToArray(), RecordingFormat.Compact), Has.Count.EqualTo(23), "unknown keys are passed over");
        else
            AssertDamage(file.ToArray(), "", problem, "");
    }

    private static void AssertDamage(byte[] file, string place, string problem, string expected)
    {
        RecordingFormatException exception =
            Assert.Throws<RecordingFormatException>(() => TinyRecording.ReadAll(file, RecordingFormat.Compact))!;
        Assert.That(
            exception.Message,
            Does.StartWith("tiny.csv: ").And.Contains(place).And.Contains(problem).And.Contains(expected).And.Not.Contain("\n"));
    }
}
