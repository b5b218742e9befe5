// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using Kernel.PageTables;
using Kernel.Recordings.Streams;

namespace Kernel.Recordings.Dumps;

/// <summary>A dump of a hashed page table, read from a file.</summary>
public sealed class HptDump
{
    /// <summary>
    /// How many of the first bytes decide whether a file is text. In a raw table they are sixteen entries, which are never all printable.
    /// </summary>
    private const int HeadBytes = 256;
    private const int LinesBetweenLooks = 1 << 12;

    private static readonly SearchValues<byte> TextBytes =
        SearchValues.Create([.. "\t\r\n"u8, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (byte)value)]);

    private readonly List<IndexedHptEntry> _entries = [];

    private HptDump(string fileName, HptDumpFormat format)
    {
        FileName = fileName;
        Format = format;
    }

    /// <summary>The file's name, as given.</summary>
    public string FileName { get; }

    /// <summary>The form that the file had.</summary>
    public HptDumpFormat Format { get; }

    /// <summary>The table's order; null where the dump does not say (debugfs lines).</summary>
    public int? Order { get; private set; }

    /// <summary>The entries that are not all zero, by rising index.</summary>
    public IReadOnlyList<IndexedHptEntry> Entries => _entries;

    /// <summary>Reads a dump. The ending <c>.gz</c> says that it is compressed; its first bytes say which form it has.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Receives the fraction that has been read, 0 to 1, now and then.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="RecordingFormatException">It is damaged.</exception>
    public static HptDump Read(string path, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        Action? look = progress is null || !file.CanSeek ? null : () => progress.Report((double)file.Position / Math.Max(file.Length, 1));
        return Read(file, path, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), look);
    }

    /// <summary>Reads a dump from a stream.</summary>
    /// <param name="stream">The bytes, to the end. A compressed stream is disposed.</param>
    /// <param name="fileName">The name for messages.</param>
    /// <param name="isCompressed">Whether the bytes are compressed with gzip.</param>
    /// <exception cref="RecordingFormatException">The bytes are not a dump.</exception>
    public static HptDump Read(Stream stream, string fileName, bool isCompressed)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fileName);
        return Read(stream, fileName, isCompressed, look: null);
    }

    /// <summary>The dump as a whole table, lock bits cleared.</summary>
    /// <param name="order">The order that the table must have.</param>
    /// <exception cref="RecordingFormatException">The dump has another order, or an entry lies outside the table.</exception>
    public HptImage ToImage(int order)
    {
        RecordingPosition position = new(FileName, 0);
        if (Order is int own && own != order)
            throw new RecordingFormatException(position, $"a table of order {own}", $"order {order}");
        HptImage image = new(order);
        foreach (IndexedHptEntry entry in _entries)
        {
            if (entry.Index >= image.EntryCount)
                throw new RecordingFormatException(
                    position, $"entry {entry.Index:x}", $"less than {image.EntryCount:x}, for order {order}");
            image[entry.Index] = entry.Entry with { First = entry.Entry.First & ~HptEntry.LockBit };
        }
        return image;
    }

    private static HptDump Read(Stream stream, string fileName, bool isCompressed, Action? look)
    {
        using CheckedGzipStream? gzip = isCompressed ? new CheckedGzipStream(stream, fileName) : null;
        Stream text = gzip ?? stream;
        byte[] buffer = new byte[1 << 16];
        int filled = text.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (filled == 0)
            throw new RecordingFormatException(
                new RecordingPosition(fileName, 0, isCompressed), "an empty file", "a table, or lines of one");
        HptDump dump = new(fileName, LooksLikeText(buffer.AsSpan(0, filled)) ? HptDumpFormat.Lines : HptDumpFormat.Raw);
        if (dump.Format == HptDumpFormat.Raw)
            dump.ReadRaw(text, isCompressed, buffer, filled, look);
        else
            dump.ReadLines(text, isCompressed, buffer, filled, look);
        return dump;
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> head) => !head[..Math.Min(head.Length, HeadBytes)].ContainsAnyExcept(TextBytes);

    private void ReadRaw(Stream text, bool isCompressed, byte[] buffer, int filled, Action? look)
    {
        const long maxBytes = 1L << HptGeometry.MaxOrder;
        long offset = 0;
        while (filled != 0)
        {
            if (offset + filled > maxBytes)
                throw new RecordingFormatException(
                    new RecordingPosition(FileName, maxBytes, isCompressed), "more bytes", $"at most {maxBytes}");
            int whole = filled / HptGeometry.EntryBytes * HptGeometry.EntryBytes;
            for (int i = 0; i < whole; i += HptGeometry.EntryBytes)
            {
                ulong first = BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(i));
                ulong second = BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(i + 8));
                if ((first | second) != 0)
                    _entries.Add(new IndexedHptEntry((int)((offset + i) / HptGeometry.EntryBytes), new HptEntry(first, second), null));
            }
            offset += filled;
            look?.Invoke();
            filled = filled < buffer.Length ? 0 : text.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        if (offset < 1L << HptGeometry.MinOrder || !BitOperations.IsPow2(offset))
        {
            throw new RecordingFormatException(
                new RecordingPosition(FileName, offset, isCompressed), $"{offset} byte(s), not text",
                $"lines, or a raw table of a power of two of bytes, at least {1 << HptGeometry.MinOrder}");
        }
        Order = BitOperations.Log2((ulong)offset);
    }

    private void ReadLines(Stream text, bool isCompressed, byte[] buffer, int filled, Action? look)
    {
        using TextLines lines = new(new PrefixedStream(buffer.AsMemory(0, filled), text), FileName, isCompressed);
        int last = -1;
        while (lines.MoveNext())
        {
            ReadOnlySpan<byte> line = lines.Current;
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            int column = 0;
            ulong index = NextWord(lines, line, ref column, "the index");
            ulong first = NextWord(lines, line, ref column, "the first doubleword");
            ulong second = NextWord(lines, line, ref column, "the second doubleword");
            ulong guest = NextWord(lines, line, ref column, "the guest's second doubleword");
            if (column != line.Length)
                throw lines.Wrong(column, line[column..], "the end of the line behind index, v, r and guest-r");
            if (!lines.IsTerminated)
                throw new RecordingFormatException(
                    lines.PositionAt(lines.Current.Length), "the end of the file", "a line feed; the last line may be cut short");
            if (index >= HptGeometry.EntryCount(HptGeometry.MaxOrder) || (int)index <= last)
            {
                throw new RecordingFormatException(
                    lines.PositionAt(0), $"index {index:x}",
                    $"more than that of the line before, less than {HptGeometry.EntryCount(HptGeometry.MaxOrder):x}");
            }
            last = (int)index;
            if (lines.Number % LinesBetweenLooks == 0)
                look?.Invoke();
            _entries.Add(new IndexedHptEntry(last, new HptEntry(first, second), guest));
        }
    }

    private static ulong NextWord(TextLines lines, ReadOnlySpan<byte> line, ref int column, string what)
    {
        while (column < line.Length && line[column] == ' ')
            column++;
        ReadOnlySpan<byte> rest = line[column..];
        int length = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = length < 0 ? rest : rest[..length];
        if (word.Length is 0 or > 16 || !Utf8Parser.TryParse(word, out ulong value, out int consumed, 'x') || consumed != word.Length)
            throw lines.Wrong(column, word, $"{what}, 1 to 16 hexadecimal digits");
        column += word.Length;
        return value;
    }
}
