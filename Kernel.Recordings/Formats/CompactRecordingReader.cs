// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using Kernel.PageTables;
using Kernel.Recordings.Formats.Compact;

namespace Kernel.Recordings.Formats;

/// <summary>Reads the compact form.</summary>
internal sealed class CompactRecordingReader : RecordingReader
{
    private readonly ChunkReader _chunks;
    private readonly RecordDecoder _decoder;
    private HptImage? _finalTable;

    public CompactRecordingReader(Stream stream, string fileName)
        : base(fileName)
    {
        _chunks = new ChunkReader(stream, fileName);
        _chunks.ReadPrefix();
        _chunks.Next();
        if (_chunks.Type != ChunkFormat.HeadChunk)
            throw _chunks.Wrong(_chunks.ChunkOffset, $"a chunk {ChunkFormat.TypeName(_chunks.Type)}", "the chunk HEAD");
        try
        {
            Recording = RecordingHead.Parse(_chunks.Content.Span);
        }
        catch (DamagedChunkException exception)
        {
            throw InContent(exception);
        }
        _decoder = new RecordDecoder(Recording.Order);
    }

    public override Recording Recording { get; }

    public override double? Progress => (double)RecordNumber / Recording.RecordCount;

    internal override RecordingPosition Position => new(FileName, _chunks.ChunkOffset, Record: RecordNumber + 1);

    private protected override void ReadCore(TraceRecord record, int order)
    {
        try
        {
            if (_decoder.Remaining == 0)
                NextChunk();
            _decoder.Next(record);
        }
        catch (DamagedChunkException exception)
        {
            throw InContent(exception);
        }
        if (record.Kind == RecordKind.Allocate && record.Arguments[0] != (ulong)Recording.Order)
            throw new RecordingFormatException(Position, $"a table of order {record.Arguments[0]}", $"{Recording.Order}, as the head says");
    }

    private protected override void ReadEnd()
    {
        try
        {
            _decoder.End();
            _chunks.Next();
            int next = 0;
            while (_chunks.Type == ChunkFormat.TableChunk)
            {
                _finalTable ??= new HptImage(Recording.Order);
                next = TableChunk.Read(_chunks.Content.Span, _finalTable, next);
                _chunks.Next();
            }
        }
        catch (DamagedChunkException exception)
        {
            throw InContent(exception);
        }
        long records = RecordNumber;
        if (_chunks.Type != ChunkFormat.DoneChunk || _chunks.Content.Length != sizeof(ulong))
            throw _chunks.Wrong(
                _chunks.ChunkOffset, $"a chunk {ChunkFormat.TypeName(_chunks.Type)} of {_chunks.Content.Length} byte(s)", "DONE, of 8");
        long done = BinaryPrimitives.ReadInt64BigEndian(_chunks.Content.Span);
        if (done != records || Recording.RecordCount != records)
            throw _chunks.Wrong(
                _chunks.ChunkOffset, $"{done} records at the end and {Recording.RecordCount} in the head", $"{records}, as there were");
        _chunks.ReadEnd();
    }

    private protected override HptImage? ReadFinalTableCore() => _finalTable;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _chunks.Dispose();
    }

    private void NextChunk()
    {
        if (RecordNumber != 0)
            _decoder.End();
        _chunks.Next();
        if (_chunks.Type != ChunkFormat.RecordsChunk)
            throw _chunks.Wrong(_chunks.ChunkOffset, $"a chunk {ChunkFormat.TypeName(_chunks.Type)}", "RECS; the last record is 'X'");
        _decoder.Begin(_chunks.Content, RecordNumber + 1);
    }

    private RecordingFormatException InContent(DamagedChunkException exception)
    {
        RecordingPosition position = new(
            FileName, _chunks.ChunkOffset, Record: _chunks.Type == ChunkFormat.RecordsChunk ? RecordNumber + 1 : 0);
        return new RecordingFormatException(
            position, $"in the chunk {ChunkFormat.TypeName(_chunks.Type)} {exception.Message}", exception.Expected, exception);
    }
}
