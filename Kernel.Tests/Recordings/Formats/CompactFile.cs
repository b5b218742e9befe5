// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.IO.Compression;
using Kernel.PageTables;
using Kernel.Recordings.Formats.Compact;

namespace Kernel.Tests.Recordings.Formats;

/// <summary>A compact file taken apart into chunks, so that a test can damage their content and still give them right checksums.</summary>
internal sealed class CompactFile
{
    public const int PrefixBytes = ChunkFormat.PrefixBytes;

    private readonly byte[] _prefix;

    public CompactFile(byte[] file)
    {
        _prefix = file[..PrefixBytes];
        for (int at = PrefixBytes; at < file.Length;)
        {
            uint type = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            int stored = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 4));
            byte[] plain = new byte[BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 8))];
            ReadOnlySpan<byte> content = file.AsSpan(at + ChunkFormat.ChunkHeadBytes, stored);
            if (IsCompressed(type))
                BrotliDecoder.TryDecompress(content, plain, out _);
            else
                content.CopyTo(plain);
            Chunks.Add((type, plain));
            at += ChunkFormat.ChunkHeadBytes + stored;
        }
    }

    public List<(uint Type, byte[] Content)> Chunks { get; } = [];

    public byte[] ToArray()
    {
        using MemoryStream file = new();
        file.Write(_prefix);
        foreach ((uint type, byte[] content) in Chunks)
        {
            byte[] stored = content;
            if (IsCompressed(type))
            {
                byte[] room = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
                BrotliEncoder.TryCompress(content, room, out int written, quality: 1, window: 18);
                stored = room[..written];
            }
            file.Write(Chunk(type, stored, content.Length));
        }
        return file.ToArray();
    }

    /// <summary>A chunk with a right checksum, whatever its content.</summary>
    public static byte[] Chunk(uint type, byte[] stored, int plainLength)
    {
        byte[] chunk = new byte[ChunkFormat.ChunkHeadBytes + stored.Length];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, type);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(4), stored.Length);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(8), plainLength);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(12), ChunkFormat.Checksum(type, stored.Length, plainLength, stored));
        stored.CopyTo(chunk, ChunkFormat.ChunkHeadBytes);
        return chunk;
    }

    private static bool IsCompressed(uint type) => type is ChunkFormat.RecordsChunk or ChunkFormat.TableChunk;
}
