// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings.Formats.Compact;

/// <summary>
/// The content of a TABL chunk: entries of the final table that are not all zero, by rising index. Each is three numbers: how many entries
/// to skip, and both doublewords as differences from the entry before it in the chunk.
/// </summary>
internal static class TableChunk
{
    /// <summary>Writes entries from <paramref name="next"/> on.</summary>
    /// <returns>The index where the next chunk goes on; the entry count when all are written.</returns>
    public static int Write(ColumnWriter content, HptImage table, int next)
    {
        HptEntry last = default;
        int written = 0;
        int skipped = 0;
        for (; next < table.EntryCount && written < ChunkFormat.MaxChunkRecords; next++)
        {
            HptEntry entry = table[next];
            if (entry == default)
            {
                skipped++;
                continue;
            }
            content.Varint((ulong)skipped);
            content.Varint(ChunkFormat.ZigZag(entry.First - last.First));
            content.Varint(ChunkFormat.ZigZag(entry.Second - last.Second));
            (last, skipped) = (entry, 0);
            written++;
        }
        return next;
    }

    /// <summary>Reads entries into <paramref name="table"/>, from <paramref name="next"/> on.</summary>
    /// <returns>The index behind the last entry read.</returns>
    /// <exception cref="DamagedChunkException">The content is damaged.</exception>
    public static int Read(ReadOnlySpan<byte> content, HptImage table, int next)
    {
        HptEntry last = default;
        for (int read = 0; !content.IsEmpty; read++)
        {
            if (read == ChunkFormat.MaxChunkRecords)
                throw new DamagedChunkException("more entries", $"at most {ChunkFormat.MaxChunkRecords} in a chunk");
            ulong skipped = Varint(ref content);
            if (skipped >= (ulong)(table.EntryCount - next))
                throw new DamagedChunkException($"entry {(ulong)next + skipped:x}", $"less than {table.EntryCount:x}");
            next += (int)skipped;
            last = new HptEntry(
                last.First + ChunkFormat.UnZigZag(Varint(ref content)), last.Second + ChunkFormat.UnZigZag(Varint(ref content)));
            if (last == default)
                throw new DamagedChunkException($"entry {next:x} of zeros", "entries that are not all zero");
            table[next++] = last;
        }
        return next;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> content)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (content.IsEmpty)
                throw new DamagedChunkException("the end of the bytes", "a number");
            byte b = content[0];
            content = content[1..];
            if (shift == 63 && b > 1)
                break;
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
        throw new DamagedChunkException("more than 64 bits", "a number");
    }
}
