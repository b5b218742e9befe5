// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.Json;

namespace Kernel.Recordings.Vectors;

/// <summary>One line of a vector file: an operation, its arguments and its recorded results.</summary>
/// <param name="File">The file.</param>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Text">The line.</param>
/// <param name="Root">The line, parsed.</param>
internal sealed record OperationLine(string File, int Number, string Text, JsonElement Root)
{
    /// <summary>The maximum number of characters of a value that a message quotes.</summary>
    private const int MaxQuotedLength = 80;

    /// <summary>The operation.</summary>
    internal string Operation => String("o");

    /// <summary>The recorded result of a variant, or null where the operation returns nothing.</summary>
    internal JsonElement? Expected(VectorVariant variant)
    {
        if (variant == VectorVariant.AsWritten && Root.TryGetProperty("y", out JsonElement asWritten))
            return asWritten;
        return Root.TryGetProperty("x", out JsonElement corrected) ? corrected : null;
    }

    /// <summary>A decimal number in a range.</summary>
    internal int Int(string name, int low, int high)
    {
        if (!Property(name, JsonValueKind.Number, "a decimal number").TryGetInt32(out int value) || value < low || value > high)
            throw Bad(name, low == high ? $"{low}" : $"a decimal number from {low} to {high}");
        return value;
    }

    /// <summary>A decimal number that may be 0 or 1.</summary>
    internal bool Flag(string name) => Int(name, 0, 1) != 0;

    /// <summary>A hexadecimal number in a string.</summary>
    internal ulong Hex(string name) => Hex(name, Property(name, JsonValueKind.String, "hexadecimal digits in a string"));

    /// <summary>A hexadecimal number that is a multiple of a unit and within a range.</summary>
    internal ulong Hex(string name, ulong unit, ulong low, ulong high)
    {
        ulong value = Hex(name);
        return value % unit == 0 && value >= low && value <= high ? value : throw Bad(
            name, $"a multiple of {unit:x} from {low:x} to {high:x}");
    }

    /// <summary>A hexadecimal number in a string that may be missing.</summary>
    internal ulong? OptionalHex(string name) => Root.TryGetProperty(name, out _) ? Hex(name) : null;

    /// <summary>A string.</summary>
    internal string String(string name) => Property(name, JsonValueKind.String, "a string").GetString()!;

    /// <summary>An array of hexadecimal numbers.</summary>
    internal ulong[] HexArray(string name) =>
        [.. Property(name, JsonValueKind.Array, "an array").EnumerateArray().Select(item => Hex(name, item))];

    /// <summary>The complaint about a property.</summary>
    internal VectorFormatException Bad(string name, string expected)
    {
        string found = Root.TryGetProperty(name, out JsonElement value) ? value.GetRawText() : "missing";
        if (found.Length > MaxQuotedLength)
            found = found[..MaxQuotedLength] + "...";
        return new VectorFormatException(File, Number, $"'{name}' is {found}; expected {expected}");
    }

    private JsonElement Property(string name, JsonValueKind kind, string expected) =>
        Root.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : throw Bad(name, expected);

    private ulong Hex(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && ulong.TryParse(
            value.GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            ? number
            : throw Bad(name, "hexadecimal digits, at most 16 in a string");
}
