// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;
using Kernel.PageTables;

namespace Kernel.Recordings.Formats.Compact;

/// <summary>The head of a compact file: lines of <c>key value</c>, in UTF-8.</summary>
internal static class RecordingHead
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the head. Its length does not depend on the record count.</summary>
    public static byte[] Format(Recording recording, long recordCount)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"name {recording.Name}\n");
        text.Append(CultureInfo.InvariantCulture, $"order {recording.Order}\n");
        if (recording.MemoryBytes is ulong bytes)
            text.Append(CultureInfo.InvariantCulture, $"memory {bytes:x}\n");
        string records = recordCount.ToString("d" + ChunkFormat.RecordCountDigits, CultureInfo.InvariantCulture);
        text.Append("records ").Append(records).Append('\n');
        text.Append("columns ").Append(Columns.Names).Append('\n');
        foreach (string comment in recording.Comments)
            text.Append("comment ").Append(comment).Append('\n');
        return Strict.GetBytes(text.ToString());
    }

    /// <summary>Reads the head. Keys that are not known are passed over.</summary>
    /// <exception cref="DamagedChunkException">A line is wrong or missing.</exception>
    public static Recording Parse(ReadOnlySpan<byte> content)
    {
        string text;
        try
        {
            text = Strict.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            throw new DamagedChunkException("a head that is no UTF-8", "UTF-8");
        }
        if (!text.EndsWith('\n'))
            throw new DamagedChunkException("a head that does not end with a line", "lines of 'key value'");

        List<string> comments = [];
        Dictionary<string, string> values = [];
        foreach (string line in text[..^1].Split('\n'))
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            string key = blank < 0 ? line : line[..blank];
            string value = blank < 0 ? "" : line[(blank + 1)..];
            if (key == "comment")
                comments.Add(value);
            else if (!values.TryAdd(key, value))
                throw new DamagedChunkException($"'{key}' twice in the head", "one line of it");
        }
        if (Value(values, "columns") is string columns && columns != Columns.Names)
            throw new DamagedChunkException($"columns '{columns}'", $"'{Columns.Names}'");
        return new Recording
        {
            Name = Value(values, "name"),
            Comments = comments,
            Order = (int)Number(values, "order", NumberStyles.None, HptGeometry.MinOrder, HptGeometry.MaxOrder),
            MemoryBytes = values.ContainsKey("memory") ? Number(values, "memory", NumberStyles.AllowHexSpecifier, 1, ulong.MaxValue) : null,
            RecordCount = (long)Number(values, "records", NumberStyles.None, 2, long.MaxValue),
        };
    }

    private static string Value(Dictionary<string, string> values, string key) =>
        values.TryGetValue(key, out string? value) ? value : throw new DamagedChunkException(
            "a head without '" + key + "'", "a line with it");

    private static ulong Number(Dictionary<string, string> values, string key, NumberStyles style, ulong min, ulong max)
    {
        string text = Value(values, key);
        if (!ulong.TryParse(text, style, CultureInfo.InvariantCulture, out ulong value) || value < min || value > max)
            throw new DamagedChunkException($"{key} '{text}'", $"a number from {min} to {max}");
        return value;
    }
}
