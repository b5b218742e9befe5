// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using Kernel.Files;
using Kernel.PageTables;
using Kernel.Recordings.Streams;

namespace Kernel.Recordings.Dumps;

/// <summary>
/// Reads a dump of a hashed page table, entry by entry. It keeps no entries: a table of any size takes the memory of one buffer.
/// </summary>
public sealed class HptDumpReader : IDisposable
{
    /// <summary>
    /// How many of the first bytes decide whether a file is text. In a raw table they are sixteen entries, which are never all printable.
    /// </summary>
    private const int HeadBytes = 256;

    private static readonly SearchValues<byte> TextBytes =
        SearchValues.Create([.. "\t\r\n"u8, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (byte)value)]);

    private readonly Stream _file;
    private readonly bool _isCompressed;
    private readonly byte[] _buffer = new byte[1 << 16];
    private Stream _content;                // the file, decompressed
    private TextLines? _lines;
    private long _offset;                   // of the buffer in the content
    private int _filled;
    private int _next;
    private int _lastIndex = -1;

    private HptDumpReader(Stream stream, string fileName, bool isCompressed)
    {
        _file = InputFile.Rewindable(stream);
        _isCompressed = isCompressed;
        FileName = fileName;
        _content = Begin();
    }

    /// <summary>The file's name, as given.</summary>
    public string FileName { get; }

    /// <summary>The form of the file.</summary>
    public HptDumpFormat Format { get; private set; }

    /// <summary>
    /// The table's order, known once the last entry was read; null before, and always where the dump does not say (debugfs lines).
    /// </summary>
    public int? Order { get; private set; }

    /// <summary>How much of the file has been read, 0 to 1; null where that is not known.</summary>
    public double? Progress => _file.CanSeek ? (double)_file.Position / Math.Max(_file.Length, 1) : null;

    /// <summary>Opens a dump. The ending <c>.gz</c> says that it is compressed; its first bytes say which form it has.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="RecordingFormatException">It is damaged.</exception>
    public static HptDumpReader Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Open(InputFile.Open(path), path, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Opens a dump in a stream, which is then disposed with the reader.</summary>
    /// <param name="stream">The bytes, to the end.</param>
    /// <param name="fileName">The name for messages.</param>
    /// <param name="isCompressed">Whether the bytes are compressed with gzip.</param>
    /// <exception cref="RecordingFormatException">The bytes are not a dump.</exception>
    public static HptDumpReader Open(Stream stream, string fileName, bool isCompressed)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fileName);
        try
        {
            return new HptDumpReader(stream, fileName, isCompressed);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next entry that is not all zero. Indices rise.</summary>
    /// <returns>False at the end; the whole file is then known to be in order.</returns>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="RecordingFormatException">It is damaged.</exception>
    public bool Read(out IndexedHptEntry entry) => _lines is { } lines ? ReadLine(lines, out entry) : ReadRaw(out entry);

    /// <summary>Goes back to the first entry.</summary>
    public void Rewind()
    {
        if (_isCompressed)
            _content.Dispose();
        _file.Position = 0;
        _content = Begin();
    }

    /// <summary>Reads the rest of the dump into a whole table, lock bits cleared.</summary>
    /// <param name="order">The order that the table must have.</param>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="RecordingFormatException">
    /// The dump is damaged or has another order, or an entry lies outside the table.
    /// </exception>
    public HptImage ReadImage(int order)
    {
        HptImage image = new(order);
        while (Read(out IndexedHptEntry entry))
        {
            if (entry.Index < image.EntryCount)
                image[entry.Index] = entry.Entry with { First = entry.Entry.First & ~HptEntry.LockBit };
            else if (Format == HptDumpFormat.Lines)         // of a raw table, the order is compared at the end
                throw new RecordingFormatException(
                    new RecordingPosition(FileName, 0), $"entry {entry.Index:x}", $"less than {image.EntryCount:x}, for order {order}");
        }
        if (Order is int own && own != order)
            throw new RecordingFormatException(new RecordingPosition(FileName, 0), $"a table of order {own}", $"order {order}");
        return image;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }

    private Stream Begin()
    {
        _offset = 0;
        _next = 0;
        _lastIndex = -1;
        Stream content = _isCompressed ? new CheckedGzipStream(_file, FileName, leaveOpen: true) : _file;
        _filled = content.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false);
        if (_filled == 0)
            throw new RecordingFormatException(
                new RecordingPosition(FileName, 0, _isCompressed), "an empty file", "a table, or lines of one");
        bool isText = LooksLikeText(_buffer.AsSpan(0, _filled));
        Format = isText ? HptDumpFormat.Lines : HptDumpFormat.Raw;
        _lines = isText
            ? new TextLines(new PrefixedStream(_buffer.AsMemory(0, _filled), content), FileName, _isCompressed)
            : null;
        return content;
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> head) => !head[..Math.Min(head.Length, HeadBytes)].ContainsAnyExcept(TextBytes);

    private bool ReadRaw(out IndexedHptEntry entry)
    {
        do
        {
            for (; _next + HptGeometry.EntryBytes <= _filled; _next += HptGeometry.EntryBytes)
            {
                ulong first = BinaryPrimitives.ReadUInt64BigEndian(_buffer.AsSpan(_next));
                ulong second = BinaryPrimitives.ReadUInt64BigEndian(_buffer.AsSpan(_next + 8));
                if ((first | second) == 0)
                    continue;
                int index = (int)((_offset + _next) / HptGeometry.EntryBytes);
                entry = new IndexedHptEntry(index, new HptEntry(first, second), null);
                _next += HptGeometry.EntryBytes;
                return true;
            }
        }
        while (FillRaw());
        entry = default;
        return false;
    }

    /// <summary>Reads the next buffer. At the end, checks the length of the whole.</summary>
    private bool FillRaw()
    {
        const long maxBytes = 1L << HptGeometry.MaxOrder;
        bool isLast = _filled < _buffer.Length;
        _offset += _filled;
        _next = 0;
        _filled = isLast ? 0 : _content.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false);
        if (_offset + _filled > maxBytes)
            throw new RecordingFormatException(
                new RecordingPosition(FileName, maxBytes, _isCompressed), "more bytes", $"at most {maxBytes}");
        if (_filled != 0)
            return true;
        if (_offset < 1L << HptGeometry.MinOrder || !BitOperations.IsPow2(_offset))
        {
            throw new RecordingFormatException(
                new RecordingPosition(FileName, _offset, _isCompressed), $"{_offset} byte(s), not text",
                $"lines, or a raw table of a power of two of bytes, at least {1 << HptGeometry.MinOrder}");
        }
        Order = BitOperations.Log2((ulong)_offset);
        return false;
    }

    private bool ReadLine(TextLines lines, out IndexedHptEntry entry)
    {
        entry = default;
        if (!lines.MoveNext())
            return false;
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
        if (index >= HptGeometry.EntryCount(HptGeometry.MaxOrder) || (int)index <= _lastIndex)
        {
            throw new RecordingFormatException(
                lines.PositionAt(0), $"index {index:x}",
                $"more than that of the line before, less than {HptGeometry.EntryCount(HptGeometry.MaxOrder):x}");
        }
        _lastIndex = (int)index;
        entry = new IndexedHptEntry(_lastIndex, new HptEntry(first, second), guest);
        return true;
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
