// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Kernel.Files;
using Kernel.PageTables;

namespace Kernel.Recordings.Dumps;

/// <summary>Writes a table dump, entry by entry. <see cref="Complete"/> ends it.</summary>
public sealed class HptDumpWriter : IDisposable
{
    private readonly OutputFile? _file;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[HptGeometry.EntryBytes];
    private readonly HptDumpFormat _format;
    private readonly long _entryCount;
    private long _next;

    /// <summary>Writes to a stream, which is disposed with the writer.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="format">The form.</param>
    /// <param name="order">The table's order.</param>
    public HptDumpWriter(Stream stream, HptDumpFormat format, int order)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = new BufferedStream(stream, 1 << 16);
        _format = format;
        _entryCount = (long)HptGeometry.EntryCount(order);
    }

    private HptDumpWriter(OutputFile file, bool isCompressed, HptDumpFormat format, int order)
        : this(isCompressed ? new GZipStream(file.Stream, CompressionLevel.Optimal) : file.Stream, format, order) => _file = file;

    /// <summary>
    /// Creates a file (<see cref="OutputFile"/>). Its name says its form: <c>.txt</c> is lines, everything else raw; <c>.gz</c> behind that
    /// compresses.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="order">The table's order.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    /// <exception cref="FileException">It cannot be written, or is there already.</exception>
    public static HptDumpWriter Create(string path, int order, bool replace = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool isCompressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        string name = isCompressed ? path[..^3] : path;
        HptDumpFormat format = name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) ? HptDumpFormat.Lines : HptDumpFormat.Raw;
        return new HptDumpWriter(OutputFile.Create(path, replace), isCompressed, format, order);
    }

    /// <summary>
    /// Writes one entry; indices rise. Lines show valid entries only. The raw form holds the guest's second doubleword, and zeros where
    /// no entry was given.
    /// </summary>
    /// <param name="entry">
    /// The entry. A <see cref="IndexedHptEntry.GuestSecond"/> that is null is taken to equal the second doubleword.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The index does not rise, or lies outside the table.</exception>
    public void Write(IndexedHptEntry entry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entry.Index, _next, nameof(entry));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(entry.Index, _entryCount, nameof(entry));
        (ulong first, ulong second) = entry.Entry;
        ulong guestSecond = entry.GuestSecond ?? second;
        if (_format == HptDumpFormat.Raw)
        {
            FillTo(entry.Index);
            WriteRaw(first, guestSecond);
        }
        else if (entry.Entry.IsValid)
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{entry.Index,6:x} {first:x16} {second:x16} {guestSecond:x16}\n");
            _stream.Write(Encoding.ASCII.GetBytes(line));
        }
        _next = entry.Index + 1L;
    }

    /// <summary>Writes zeros for the remaining entries of a raw table, and gives a file its name.</summary>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public void Complete()
    {
        if (_format == HptDumpFormat.Raw)
            FillTo(_entryCount);
        _stream.Dispose();
        _file?.Complete();
    }

    /// <summary>Closes the stream. A file that was not completed is deleted.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        finally
        {
            _file?.Dispose();
        }
    }

    private void FillTo(long index)
    {
        for (; _next < index; _next++)
            WriteRaw(0, 0);
    }

    private void WriteRaw(ulong first, ulong second)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer, first);
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.AsSpan(8), second);
        _stream.Write(_buffer);
    }
}
