// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using Kernel.PageTables;
using Kernel.Recordings.Formats.Compact;

namespace Kernel.Recordings.Formats;

/// <summary>Writes the compact form.</summary>
internal sealed class CompactRecordingWriter : RecordingWriter
{
    /// <summary>
    /// A chunk is closed when its columns hold this many bytes; the record that goes past it is far shorter than the rest of the limit.
    /// </summary>
    private const int ChunkBytes = ChunkFormat.MaxChunkBytes / 2;

    private const int BrotliQuality = 11;
    private const int MinWindow = 10;
    private const int MaxWindow = 24;

    private readonly Stream _stream;
    private readonly long _headOffset;
    private readonly RecordEncoder _encoder;
    private readonly ColumnWriter _content = new();
    private byte[] _stored = [];
    private long _firstOfChunk = 1;

    public CompactRecordingWriter(Stream stream, Recording recording)
        : base(recording)
    {
        if (!stream.CanSeek)
            throw new ArgumentException(
                "The compact form needs a stream that can seek: the record count is filled in at the end.", nameof(stream));
        _stream = stream;
        _encoder = new RecordEncoder(recording.Order);
        _stream.Write(ChunkFormat.Magic);
        Span<byte> version = stackalloc byte[ChunkFormat.PrefixBytes - 8];
        version.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(version, ChunkFormat.Version);
        _stream.Write(version);
        _headOffset = _stream.Position;
        WriteHead(0);
    }

    private protected override void WriteCore(TraceRecord record)
    {
        _encoder.Add(record);
        if (_encoder.RecordCount == ChunkFormat.MaxChunkRecords || _encoder.Length >= ChunkBytes)
            WriteRecords(RecordNumber + 1);
    }

    private protected override void CompleteCore(HptImage? finalTable)
    {
        if (_encoder.RecordCount != 0)
            WriteRecords(RecordNumber);
        for (int next = 0; finalTable is not null && next < finalTable.EntryCount;)
        {
            _content.Clear();
            next = TableChunk.Write(_content, finalTable, next);
            if (_content.Length != 0)
                WriteCompressed(ChunkFormat.TableChunk);
        }
        Span<byte> done = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(done, RecordNumber);
        WriteChunk(ChunkFormat.DoneChunk, done, done.Length);
        _stream.Position = _headOffset;
        WriteHead(RecordNumber);
        _stream.Seek(0, SeekOrigin.End);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
    }

    private void WriteHead(long records)
    {
        byte[] head = RecordingHead.Format(Recording, records);
        if (head.Length > ChunkFormat.MaxHeadBytes)
            throw new ArgumentException($"The head has {head.Length} bytes; at most {ChunkFormat.MaxHeadBytes} are allowed.");
        WriteChunk(ChunkFormat.HeadChunk, head, head.Length);
    }

    private void WriteRecords(long last)
    {
        _content.Clear();
        _encoder.TakeInto(_content, _firstOfChunk);
        WriteCompressed(ChunkFormat.RecordsChunk);
        _firstOfChunk = last + 1;
    }

    private void WriteCompressed(uint type)
    {
        int bound = BrotliEncoder.GetMaxCompressedLength(_content.Length);
        if (_stored.Length < bound)
            _stored = new byte[bound];
        int window = Math.Clamp(BitOperations.Log2((uint)_content.Length) + 1, MinWindow, MaxWindow);
        if (!BrotliEncoder.TryCompress(_content.Written, _stored, out int written, BrotliQuality, window))
            throw new InvalidOperationException("Brotli had more room than it can need.");
        WriteChunk(type, _stored.AsSpan(0, written), _content.Length);
    }

    private void WriteChunk(uint type, ReadOnlySpan<byte> stored, int plainLength)
    {
        Span<byte> head = stackalloc byte[ChunkFormat.ChunkHeadBytes];
        BinaryPrimitives.WriteUInt32BigEndian(head, type);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], stored.Length);
        BinaryPrimitives.WriteInt32BigEndian(head[8..], plainLength);
        BinaryPrimitives.WriteUInt32BigEndian(head[12..], ChunkFormat.Checksum(type, stored.Length, plainLength, stored));
        _stream.Write(head);
        _stream.Write(stored);
    }
}
