// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

namespace Kernel.Recordings.Formats.Compact;

/// <summary>Reads the columns of a chunk of records, each from its own position.</summary>
internal sealed class ColumnReader
{
    private readonly int[] _next = new int[Columns.Count];
    private readonly int[] _end = new int[Columns.Count];
    private ReadOnlyMemory<byte> _content;

    public void Begin(ReadOnlyMemory<byte> content, long firstRecord)
    {
        _content = content;
        int position = 0;
        ulong first = Varint(ref position, content.Length, "the number of the first record");
        if (first != (ulong)firstRecord)
            throw new DamagedChunkException($"a chunk that begins with record {first}", $"record {firstRecord}");
        Span<int> lengths = stackalloc int[Columns.Count];
        foreach (ref int length in lengths)
            length = (int)Math.Min(Varint(ref position, content.Length, "the length of a column"), ChunkFormat.MaxChunkBytes);
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] > content.Length - position)
                throw new DamagedChunkException($"column {i} of {lengths[i]} byte(s)", $"at most {content.Length - position}");
            _next[i] = position;
            position += lengths[i];
            _end[i] = position;
        }
        if (position != content.Length)
            throw new DamagedChunkException($"{content.Length - position} byte(s) behind the columns", "none");
        if (Remaining(Column.Kinds) is 0 or > ChunkFormat.MaxChunkRecords)
            throw new DamagedChunkException($"{Remaining(Column.Kinds)} records in a chunk", $"1 to {ChunkFormat.MaxChunkRecords}");
    }

    public int Remaining(Column column) => _end[(int)column] - _next[(int)column];

    public void End()
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (_next[i] != _end[i])
                throw new DamagedChunkException($"{_end[i] - _next[i]} byte(s) left in column {i}", "none");
        }
    }

    public int Byte(Column column)
    {
        ref int next = ref _next[(int)column];
        if (next == _end[(int)column])
            throw new DamagedChunkException($"the end of column {(int)column}", "another byte in it");
        return _content.Span[next++];
    }

    public ulong Varint(Column column)
    {
        ref int next = ref _next[(int)column];
        ReadOnlySpan<byte> bytes = _content.Span;
        if (next < _end[(int)column] && bytes[next] < 0x80)
            return bytes[next++];
        return Varint(ref next, _end[(int)column], "a number");
    }

    public ulong Fixed(Column column)
    {
        ref int next = ref _next[(int)column];
        if (_end[(int)column] - next < sizeof(ulong))
            throw new DamagedChunkException($"the end of column {(int)column}", "eight more bytes in it");
        ulong value = BinaryPrimitives.ReadUInt64BigEndian(_content.Span[next..]);
        next += sizeof(ulong);
        return value;
    }

    private ulong Varint(ref int next, int end, string what)
    {
        ReadOnlySpan<byte> bytes = _content.Span;
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (next == end)
                throw new DamagedChunkException("the end of the bytes", what);
            byte b = bytes[next++];
            if (shift == 63 && b > 1)
                break;
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
        throw new DamagedChunkException("more than 64 bits", what);
    }
}
