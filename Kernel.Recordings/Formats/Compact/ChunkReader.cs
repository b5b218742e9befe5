// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.IO.Compression;

namespace Kernel.Recordings.Formats.Compact;

/// <summary>Reads a compact file chunk by chunk. A chunk's content is handed out only after its checksum has been verified.</summary>
internal sealed class ChunkReader(Stream stream, string fileName) : IDisposable
{
    private readonly byte[] _head = new byte[ChunkFormat.ChunkHeadBytes];
    private byte[] _stored = [];
    private byte[] _plain = [];
    private int _plainLength;
    private long _offset;

    /// <summary>The chunk's type.</summary>
    public uint Type { get; private set; }

    /// <summary>Where in the file the chunk begins.</summary>
    public long ChunkOffset { get; private set; }

    /// <summary>The chunk's content, until the next call of <see cref="Next"/>.</summary>
    public ReadOnlyMemory<byte> Content => _plain.AsMemory(0, _plainLength);

    /// <summary>Reads the bytes before the first chunk.</summary>
    public void ReadPrefix()
    {
        Span<byte> prefix = stackalloc byte[ChunkFormat.PrefixBytes];
        ReadExactly(prefix, "magic bytes and version of a recording");
        int wrong = prefix[..8].CommonPrefixLength(ChunkFormat.Magic);
        if (wrong < 8)
        {
            string magic = Convert.ToHexStringLower(ChunkFormat.Magic);
            throw Wrong(wrong, $"byte {prefix[wrong]:x2}", $"{ChunkFormat.Magic[wrong]:x2}, from the magic bytes {magic} of a recording");
        }
        ushort version = BinaryPrimitives.ReadUInt16BigEndian(prefix[8..]);
        if (version != ChunkFormat.Version)
            throw Wrong(8, $"version {version}", $"version {ChunkFormat.Version}");
        ushort reserved = BinaryPrimitives.ReadUInt16BigEndian(prefix[10..]);
        if (reserved != 0)
            throw Wrong(10, $"reserved word {reserved:x4}", "0");
    }

    /// <summary>Reads the next chunk.</summary>
    public void Next()
    {
        ChunkOffset = _offset;
        ReadExactly(_head, "the head of a chunk");
        Type = BinaryPrimitives.ReadUInt32BigEndian(_head);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(4));
        uint plain = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(8));
        uint checksum = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(12));
        bool isCompressed = Type is ChunkFormat.RecordsChunk or ChunkFormat.TableChunk;
        if (!isCompressed && Type is not (ChunkFormat.HeadChunk or ChunkFormat.DoneChunk))
            throw Wrong(ChunkOffset, $"a chunk of type '{ChunkFormat.TypeName(Type)}' ({Type:x8})", "HEAD, RECS, TABL or DONE");
        const uint maxHead = ChunkFormat.MaxHeadBytes;
        const uint maxChunk = ChunkFormat.MaxChunkBytes;
        uint limit = Type == ChunkFormat.HeadChunk ? maxHead : maxChunk;
        if (stored > limit)
            throw Wrong(ChunkOffset + 4, $"{stored} stored byte(s)", $"at most {limit}");
        if (plain > limit || (!isCompressed && plain != stored))
            throw Wrong(ChunkOffset + 8, $"{plain} plain byte(s)", isCompressed ? $"at most {limit}" : $"{stored}, as many as stored");

        ReadStored((int)stored);
        uint actual = ChunkFormat.Checksum(Type, (int)stored, (int)plain, _stored.AsSpan(0, (int)stored));
        if (actual != checksum)
            throw Wrong(ChunkOffset + 12, $"checksum {checksum:x8}", $"{actual:x8}; the chunk is damaged");
        Expand((int)stored, (int)plain, isCompressed);
    }

    /// <summary>Makes sure that nothing follows the last chunk.</summary>
    public void ReadEnd()
    {
        Span<byte> more = stackalloc byte[1];
        if (stream.ReadAtLeast(more, 1, throwOnEndOfStream: false) != 0)
            throw Wrong(_offset, "bytes behind the last chunk", "the end of the file");
    }

    /// <summary>An error at a place in the file.</summary>
    public RecordingFormatException Wrong(long offset, string problem, string expected) =>
        new(new RecordingPosition(fileName, offset), problem, expected);

    public void Dispose() => stream.Dispose();

    /// <summary>Reads piece by piece, so that a wrong length in a short file does not cost memory.</summary>
    private void ReadStored(int length)
    {
        const int piece = 1 << 16;
        for (int done = 0; done < length;)
        {
            int count = Math.Min(piece, length - done);
            if (_stored.Length < done + count)
                Array.Resize(ref _stored, Math.Min(Math.Max(2 * _stored.Length, piece), ChunkFormat.MaxChunkBytes));
            if (_stored.Length < done + count)
                Array.Resize(ref _stored, done + count);
            ReadExactly(_stored.AsSpan(done, count), "the rest of a chunk");
            done += count;
        }
    }

    private void Expand(int stored, int plain, bool isCompressed)
    {
        if (_plain.Length < plain)
            _plain = new byte[plain];
        _plainLength = plain;
        if (!isCompressed)
        {
            _stored.AsSpan(0, stored).CopyTo(_plain);
            return;
        }
        if (!BrotliDecoder.TryDecompress(_stored.AsSpan(0, stored), _plain.AsSpan(0, plain), out int written) || written != plain)
            throw Wrong(
                ChunkOffset + ChunkFormat.ChunkHeadBytes, "bytes that do not decompress", $"Brotli data that holds {plain} byte(s)");
    }

    private void ReadExactly(Span<byte> buffer, string what)
    {
        int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _offset += read;
        if (read < buffer.Length)
            throw Wrong(_offset, "the end of the file", what);
    }
}
