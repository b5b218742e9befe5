// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kernel.Recordings.Vectors;

namespace Kernel.Cli.Output;

/// <summary>Writes results as JSON: camelCase, indented, enumerations by name.</summary>
internal static class JsonOutput
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            // As the option --variant has it.
            new JsonStringEnumConverter<VectorVariant>(JsonNamingPolicy.KebabCaseLower),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
        },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Writes a value and a line end.</summary>
    public static void Write<T>(TextWriter output, T value) => output.WriteLine(JsonSerializer.Serialize(value, Options));
}
