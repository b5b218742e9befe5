// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Kernel.PageTables;

namespace Kernel.Recordings.Dumps;

/// <summary>Writes a table dump, entry by entry.</summary>
public sealed class HptDumpWriter : IDisposable
{
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

    /// <summary>Creates a file. Its name says its form: <c>.txt</c> is lines, everything else raw; <c>.gz</c> behind that compresses.</summary>
    /// <param name="path">The file, overwritten if it exists.</param>
    /// <param name="order">The table's order.</param>
    public static HptDumpWriter Create(string path, int order)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool isCompressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        string name = isCompressed ? path[..^3] : path;
        HptDumpFormat format = name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) ? HptDumpFormat.Lines : HptDumpFormat.Raw;
        Stream file = File.Create(path);
        return new HptDumpWriter(isCompressed ? new GZipStream(file, CompressionLevel.Optimal) : file, format, order);
    }

    /// <summary>
    /// Writes one entry; indices rise. Lines show valid entries only. The raw form holds the guest's second doubleword and, where no entry
    /// was given, zeros.
    /// </summary>
    /// <param name="index">The entry's number.</param>
    /// <param name="first">Its first doubleword.</param>
    /// <param name="second">Its second doubleword, as the MMU sees it.</param>
    /// <param name="guestSecond">The same as the guest sees it.</param>
    public void Write(int index, ulong first, ulong second, ulong guestSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, _next);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _entryCount);
        if (_format == HptDumpFormat.Raw)
        {
            FillTo(index);
            WriteRaw(first, guestSecond);
        }
        else if ((first & HptEntry.ValidBit) != 0)
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{index,6:x} {first:x16} {second:x16} {guestSecond:x16}\n");
            _stream.Write(Encoding.ASCII.GetBytes(line));
        }
        _next = index + 1L;
    }

    /// <summary>Writes what is missing, and closes the file.</summary>
    public void Dispose()
    {
        if (_format == HptDumpFormat.Raw)
            FillTo(_entryCount);
        _stream.Dispose();
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
