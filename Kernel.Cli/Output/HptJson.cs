// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernel.PageTables;
using Kernel.Recordings.Dumps;

namespace Kernel.Cli.Output;

/// <summary>
/// Writes a dump as JSON. Words and addresses are strings of hexadecimal digits, because JSON numbers do not hold 64 bits everywhere.
/// </summary>
internal static class HptJson
{
    private const int ChunkBytes = 1 << 15;

    /// <summary>Writes the entries, then the counts.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="dump">The dump.</param>
    /// <param name="entries">Its entries, read once.</param>
    /// <param name="counter">Counts them.</param>
    public static void Write(TextWriter output, HptDumpReader dump, IEnumerable<IndexedHptEntry> entries, HptCounter counter)
    {
        ArrayBufferWriter<byte> chunk = new(2 * ChunkBytes);
        using (Utf8JsonWriter json = new(chunk, new JsonWriterOptions { Indented = true, Encoder = JsonOutput.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("file", dump.FileName);
            json.WriteString("format", dump.Format == HptDumpFormat.Raw ? "raw" : "lines");
            json.WriteStartArray("entries");
            foreach (IndexedHptEntry entry in entries)
            {
                counter.Add(entry);
                WriteEntry(json, entry, counter.Format, counter.Order);
                if (chunk.WrittenCount + json.BytesPending >= ChunkBytes)
                {
                    json.Flush();
                    PassOn(chunk, output);
                }
            }
            json.WriteEndArray();
            json.WritePropertyName("summary");
            JsonSerializer.Serialize(json, counter.Summary(), JsonOutput.Options);
            json.WriteEndObject();
        }
        PassOn(chunk, output);
        output.WriteLine();
    }

    /// <summary>Writes a chunk, which ends between two entries and so never inside a character.</summary>
    private static void PassOn(ArrayBufferWriter<byte> chunk, TextWriter output)
    {
        output.Write(Encoding.UTF8.GetString(chunk.WrittenSpan));
        chunk.ResetWrittenCount();
    }

    private static void WriteEntry(Utf8JsonWriter json, IndexedHptEntry dumped, IHptFormat format, int order)
    {
        HptEntry entry = dumped.Entry;
        HptTranslation translation = format.Decode(entry);
        bool isThere = translation.TryGetSegmentOffset((ulong)dumped.Group, entry.IsSecondary, order, out ulong offset);
        json.WriteStartObject();
        json.WriteString("index", Hex((ulong)dumped.Index));
        json.WriteString("group", Hex((ulong)dumped.Group));
        json.WriteString("first", Hex(entry.First));
        json.WriteString("second", Hex(entry.Second));
        if (dumped.GuestSecond is ulong guest)
        {
            json.WriteString("guestSecond", Hex(guest));
            json.WriteString("guestAddress", Hex(format.Decode(entry with { Second = guest }).RealAddress));
        }
        json.WriteBoolean("valid", entry.IsValid);
        json.WriteBoolean("bolted", entry.IsBolted);
        json.WriteBoolean("secondary", entry.IsSecondary);
        json.WriteString("segmentSize", HptText.SegmentSize(translation));
        json.WriteString("vsid", Hex(translation.Vsid));
        json.WriteString("avpn", Hex(translation.Avpn));
        json.WriteString("segmentOffset", Hex(offset));
        json.WriteBoolean("hashesHere", isThere);
        json.WriteString("pageSize", HptText.PageSize(entry, translation));
        json.WriteString("realAddress", Hex(translation.RealAddress));
        json.WriteNumber("protection", entry.Protection);
        json.WriteNumber("key", entry.Key);
        json.WriteString("wimg", HptText.Wimg(entry));
        json.WriteBoolean("referenced", entry.IsReferenced);
        json.WriteBoolean("changed", entry.IsChanged);
        json.WriteBoolean("noExecute", entry.IsNoExecute);
        json.WriteEndObject();
    }

    private static string Hex(ulong value) => value.ToString("x", CultureInfo.InvariantCulture);
}
