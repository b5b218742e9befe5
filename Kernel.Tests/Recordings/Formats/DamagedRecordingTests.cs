// SPDX-License-Identifier: GPL-2.0-only
using CsCheck;
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Dumps;
using Kernel.Recordings.Formats;
using Kernel.Recordings.Formats.Compact;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Formats;

/// <summary>
/// Whatever happens to a file, reading it ends well or with a <see cref="RecordingFormatException"/>; nothing else comes out.
/// </summary>
[TestFixture]
public sealed class DamagedRecordingTests
{
    private static readonly RecordingFormat[] Formats = Enum.GetValues<RecordingFormat>();

    [TestCaseSource(nameof(Formats))]
    public void AFileCutShortAnywhereIsDamage(RecordingFormat format)
    {
        byte[] file = TinyRecording.BytesOf(format);
        int least = format == RecordingFormat.Csv ? 1 : 0;
        for (int length = 0; length < file.Length - least; length++)
            Assert.That(Outcome(file[..length], format), Is.False, $"{length} of {file.Length} bytes");
    }

    [TestCaseSource(nameof(Formats))]
    public void AFlippedBitIsDamageOrAnotherRecording(RecordingFormat format)
    {
        byte[] file = TinyRecording.BytesOf(format);
        int unnoticed = 0;
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] damaged = (byte[])file.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            unnoticed += Outcome(damaged, format) ? 1 : 0;
        }
        if (format == RecordingFormat.Compact)
            Assert.That(unnoticed, Is.Zero, "a checksum covers every bit");
        else if (format == RecordingFormat.CsvGzip)
            Assert.That(
                unnoticed, Is.LessThanOrEqualTo(8 * 8),
                "only time, flags and system in the member's head and the bits that fill its last byte mean nothing");
        else
            Assert.That(unnoticed, Is.LessThan(8 * file.Length), "another digit is another recording");
    }

    [TestCaseSource(nameof(Formats))]
    public void RandomBytesAreDamage(RecordingFormat format) =>
        Gen.Byte.Array[0, 300].Sample(bytes => !Outcome(bytes, format), iter: 2_000);

    [TestCaseSource(nameof(Formats))]
    public void SeveralChangedBytesAreDamageOrAnotherRecording(RecordingFormat format)
    {
        byte[] file = TinyRecording.BytesOf(format);
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte).Array[1, 6].Sample(
            changes =>
            {
                byte[] damaged = (byte[])file.Clone();
                foreach ((int at, byte value) in changes)
                    damaged[at] = value;
                Outcome(damaged, format);
            },
            iter: 2_000);
    }

    [TestCase(EmbeddedRecordings.LittleEndianSmall)]
    [TestCase(EmbeddedRecordings.BigEndianSmall)]
    public void AnEmbeddedBootCutShortOrChangedIsDamage(string name)
    {
        byte[] file = Bytes(name);
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Int[0, 8]).Sample(
            (at, bit) =>
            {
                byte[] damaged = bit == 8 ? file[..at] : (byte[])file.Clone();
                if (bit < 8)
                    damaged[at] ^= (byte)(1 << bit);
                return !Outcome(damaged, RecordingFormat.Compact);
            },
            iter: 100);
    }

    [Test]
    public void ChangedContentWithARightChecksumIsDamageOrAnotherRecording()
    {
        CompactFile file = new(TinyRecording.Compact);
        for (int chunk = 0; chunk < file.Chunks.Count; chunk++)
        {
            (uint type, byte[] content) = file.Chunks[chunk];
            for (int bit = 0; bit < 8 * content.Length; bit++)
            {
                byte[] damaged = (byte[])content.Clone();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                file.Chunks[chunk] = (type, damaged);
                Outcome(file.ToArray(), RecordingFormat.Compact);
            }
            for (int length = 0; length < content.Length; length++)
            {
                // A head without its last comments and a table without its last entries are well-formed; a missing record never is.
                file.Chunks[chunk] = (type, content[..length]);
                bool isWell = Outcome(file.ToArray(), RecordingFormat.Compact);
                Assert.That(
                    isWell && type is not (ChunkFormat.HeadChunk or ChunkFormat.TableChunk), Is.False, $"{length} bytes of chunk {chunk}");
            }
            file.Chunks[chunk] = (type, content);
        }
    }

    [Test]
    public void InventedContentWithARightChecksumIsDamage()
    {
        CompactFile file = new(TinyRecording.Compact);
        byte[] records = file.Chunks[1].Content;
        Gen.Byte.Array[0, 400].Sample(
            bytes =>
            {
                CompactFile invented = new(TinyRecording.Compact);
                invented.Chunks[1] = (ChunkFormat.RecordsChunk, [.. records.AsSpan(0, 1 + Columns.Count), .. bytes]);
                Outcome(invented.ToArray(), RecordingFormat.Compact);
                invented.Chunks[1] = (ChunkFormat.RecordsChunk, bytes);
                return !Outcome(invented.ToArray(), RecordingFormat.Compact);
            },
            iter: 500);
    }

    [TestCase(".hpt")]
    [TestCase(".txt")]
    [TestCase(".hpt.gz")]
    public void ADamagedTableDumpIsDamageOrAnotherTable(string ending)
    {
        string path = Path.Combine(Path.GetTempPath(), $"kvmhv-{Guid.NewGuid():n}{ending}");
        try
        {
            using (HptDumpWriter writer = HptDumpWriter.Create(path, 18))
            {
                writer.Write(new IndexedHptEntry(0x3f48 >> 4, new HptEntry(0x4000d032bf003505, 0x0000000bd7ff1196), 0x00000003b5c71196));
                writer.Write(new IndexedHptEntry(0x3f48 >> 2, new HptEntry(0x4000d032bf003505, 0x0000000bd7ff1196), 0x00000003b5c71196));
                writer.Complete();
            }
            byte[] file = File.ReadAllBytes(path);
            bool isCompressed = ending.EndsWith(".gz", StringComparison.Ordinal);
            Gen.Select(Gen.Int[0, file.Length - 1], Gen.Int[0, 8]).Sample(
                (at, bit) =>
                {
                    byte[] damaged = bit == 8 ? file[..at] : (byte[])file.Clone();
                    if (bit < 8)
                        damaged[at] ^= (byte)(1 << bit);
                    try
                    {
                        using HptDumpReader dump = HptDumpReader.Open(new MemoryStream(damaged), path, isCompressed);
                        while (dump.Read(out _))
                        {
                        }
                    }
                    catch (RecordingFormatException)
                    {
                    }
                },
                iter: 500);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Reads a file to its end.</summary>
    /// <returns>
    /// True when it was well-formed, false when it was found damaged. Any other exception goes through and fails the test.
    /// </returns>
    private static bool Outcome(byte[] file, RecordingFormat format)
    {
        try
        {
            TinyRecording.ReadAll(file, format);
            return true;
        }
        catch (RecordingFormatException exception)
        {
            Assert.That(exception.Message, Does.StartWith(TinyRecording.Name + ": ").And.Not.Contain("\n"));
            return false;
        }
    }

    private static byte[] Bytes(string name)
    {
        using Stream stream = EmbeddedRecordings.OpenBytes(name);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
