// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Numerics;

namespace Kernel.Recordings.Formats.Compact;

/// <summary>The numbers of the compact form, which docs/recording-format.md describes.</summary>
internal static class ChunkFormat
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const ushort Version = 1;

    /// <summary>Bytes before the first chunk: magic, version, a reserved word.</summary>
    public const int PrefixBytes = 12;

    /// <summary>Bytes before a chunk's content: type, stored length, plain length, checksum.</summary>
    public const int ChunkHeadBytes = 16;

    /// <summary>The maximum number of bytes in the text of the head.</summary>
    public const int MaxHeadBytes = 1 << 16;

    /// <summary>The maximum number of bytes in a chunk, stored or plain.</summary>
    public const int MaxChunkBytes = 1 << 24;

    /// <summary>The maximum number of records, or table entries, in a chunk.</summary>
    public const int MaxChunkRecords = 1 << 17;

    /// <summary>Digits of the record count in the head, so that it can be filled in later.</summary>
    public const int RecordCountDigits = 20;

    public const uint HeadChunk = 0x48454144;   // HEAD
    public const uint RecordsChunk = 0x52454353; // RECS
    public const uint TableChunk = 0x5441424c;  // TABL
    public const uint DoneChunk = 0x444f4e45;   // DONE

    /// <summary>
    /// The first eight bytes. The last two notice a transfer that rewrote line ends, the first one that dropped the eighth bit.
    /// </summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'K', (byte)'V', (byte)'M', (byte)'H', (byte)'V', 0x0d, 0x0a];

    /// <summary>The checksum of a chunk: CRC-32C over type, lengths and stored bytes.</summary>
    public static uint Checksum(uint type, int storedLength, int plainLength, ReadOnlySpan<byte> stored)
    {
        uint crc = BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReverseEndianness(type));
        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReverseEndianness((uint)storedLength));
        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReverseEndianness((uint)plainLength));
        for (; stored.Length >= sizeof(ulong); stored = stored[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(stored));
        foreach (byte b in stored)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>Maps small numbers of either sign to small unsigned ones: 0, -1, 1, -2, ... become 0, 1, 2, 3, ...</summary>
    public static ulong ZigZag(ulong difference) => (difference << 1) ^ (ulong)((long)difference >> 63);

    /// <summary>The inverse of <see cref="ZigZag"/>.</summary>
    public static ulong UnZigZag(ulong code) => (code >> 1) ^ (0UL - (code & 1));

    /// <summary>A chunk type as its four letters.</summary>
    public static string TypeName(uint type)
    {
        Span<char> letters = stackalloc char[4];
        for (int i = 0; i < 4; i++)
        {
            char letter = (char)((type >> (24 - (8 * i))) & 0xff);
            letters[i] = char.IsAsciiLetterOrDigit(letter) ? letter : '?';
        }
        return new string(letters);
    }
}
