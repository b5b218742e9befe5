// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.Json;

namespace Kernel.Tests.Fidelity;

/// <summary>The constants of the original's headers, and recorded results of its pure functions.</summary>
internal static class OriginalConstants
{
    // The other sections have prose, sizes or ioctl numbers.
    private static readonly string[] Sections =
    [
        "hpte_slb", "pp", "hcall_return", "hcall_flags", "hcall_numbers", "kvm_private", "reg", "cpu_ftr", "traps_and_resume",
        "kvm_exit_cap_mem",
    ];

    private static readonly JsonDocument Document =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "original", "constants.json")));

    /// <summary>Every named number, as a 64-bit value with the sign extended.</summary>
    internal static IReadOnlyDictionary<string, (string Section, ulong Value)> Values { get; } = ReadValues();

    /// <summary>The size of a type in the original.</summary>
    internal static ulong SizeOf(string type) => Document.RootElement.GetProperty("struct_sizes_ppc64").GetProperty(type).GetUInt64();

    /// <summary>A section of the file that does not hold named numbers.</summary>
    internal static JsonElement Section(string name) => Document.RootElement.GetProperty(name);

    /// <summary>The recorded calls of one pure function.</summary>
    internal static IReadOnlyList<JsonElement> VectorsOf(string function) =>
        [.. Document.RootElement.GetProperty("vectors").GetProperty(function).EnumerateArray()];

    /// <summary>A number of a vector.</summary>
    internal static ulong Number(this JsonElement vector, string name) => TryRead(vector.GetProperty(name), out ulong value)
        ? value
        : throw new FormatException($"{name} of {vector} is not a number.");

    private static Dictionary<string, (string Section, ulong Value)> ReadValues()
    {
        var values = new Dictionary<string, (string, ulong)>();
        foreach (string section in Sections)
        {
            foreach (JsonProperty entry in Document.RootElement.GetProperty(section).EnumerateObject())
            {
                if (TryRead(entry.Value, out ulong value))
                    values.Add(entry.Name, (section, value));
            }
        }
        return values;
    }

    private static bool TryRead(JsonElement element, out ulong value)
    {
        string text = element.ToString();
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        bool isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed);
        value = (ulong)signed;
        return isNumber;
    }
}
