// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;
using Kernel.Files;
using Kernel.Recordings.Streams;

namespace Kernel.Recordings.Vectors;

/// <summary>Reads a vector file: one JSON object a line, plain or, by its ending, gzip.</summary>
internal static class LineReader
{
    /// <summary>The maximum number of characters in a line; a longer one is damage.</summary>
    private const int MaxLineLength = 1 << 20;

    /// <summary>The maximum number of characters of a number that a message quotes.</summary>
    private const int MaxQuotedLength = 40;

    private static readonly JsonDocumentOptions OneOfEachName = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the lines in order.</summary>
    /// <exception cref="VectorFormatException">The file is damaged.</exception>
    internal static IEnumerable<OperationLine> Read(string path)
    {
        using Stream stream = Open(path);
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        for (int number = 1; ; number++)
        {
            string? text = ReadLine(reader, path, number);
            if (text is null)
                yield break;
            yield return Parse(path, number, text);
        }
    }

    private static Stream Open(string path)
    {
        Stream file = InputFile.Open(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new CheckedGzipStream(file, path) : file;
    }

    private static string? ReadLine(StreamReader reader, string path, int number)
    {
        var line = new StringBuilder();
        try
        {
            while (true)
            {
                int next = reader.Read();
                if (next == '\n')
                    return line.ToString();
                if (next < 0)
                    return line.Length == 0 ? null : throw new VectorFormatException(
                        path, number, "found the end of the file in the middle of the line; expected a whole line");
                if (line.Length == MaxLineLength)
                    throw new VectorFormatException(
                        path, number, $"found a line of more than {MaxLineLength} characters; expected a shorter one");
                line.Append((char)next);
            }
        }
        catch (RecordingFormatException e)
        {
            // Text is unpacked ahead of its use: the damage is in this line or behind it.
            throw new VectorFormatException(path, number, $"found {e.Problem} in the compressed file; expected {e.Expected}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new VectorFormatException(path, number, "found bytes that are no UTF-8, here or further on; expected text", e);
        }
    }

    private static OperationLine Parse(string path, int number, string text)
    {
        if (text.Contains('\\', StringComparison.Ordinal))
            throw new VectorFormatException(path, number, "found a backslash; expected text without escapes");
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, OneOfEachName);
            CheckNumbers(path, number, text);
            JsonElement root = document.RootElement.Clone();
            if (root.ValueKind != JsonValueKind.Object)
                throw new VectorFormatException(path, number, $"found {Describe(root.ValueKind)}; expected an object");
            return new OperationLine(path, number, text, root);
        }
        catch (JsonException e)
        {
            throw new VectorFormatException(
                path, number, $"found no JSON at byte {(e.BytePositionInLine ?? 0) + 1}; expected one object, each name in it once", e);
        }
    }

    /// <summary>
    /// Rejects any number that is not a plain one, wherever it is: to compare one that has a huge exponent would be unbounded work.
    /// </summary>
    private static void CheckNumbers(string path, int line, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Utf8JsonReader json = new(bytes);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.Number || (json.TryGetInt64(out _) && !json.ValueSpan.SequenceEqual("-0"u8)))
                continue;
            string found = Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, MaxQuotedLength)])
                + (json.ValueSpan.Length > MaxQuotedLength ? "..." : "");
            throw new VectorFormatException(
                path, line, $"found the number {found} at byte {json.TokenStartIndex + 1}; expected a whole number from "
                + $"{long.MinValue} to {long.MaxValue}, without fraction or exponent");
        }
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "a bare word",
    };
}
