// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kernel.Recordings;

/// <summary>What a recording says about itself before its first record.</summary>
public sealed partial record Recording
{
    /// <summary>The recording's name; for a CSV file, the file's name without its endings.</summary>
    public required string Name { get; init; }

    /// <summary>The comment lines at the head, in order, each without its <c>#</c> and the space after it.</summary>
    public required IReadOnlyList<string> Comments { get; init; }

    /// <summary>Log2 of the bytes of the hashed page table.</summary>
    public required int Order { get; init; }

    /// <summary>Bytes of the guest's memory, which begins at 0; null where the recording does not say.</summary>
    public ulong? MemoryBytes { get; init; }

    /// <summary>How many records there are; null where that is only known at the end (CSV).</summary>
    public long? RecordCount { get; init; }

    /// <summary>Looks for <c>RAM 0..0x7fffffff</c> in comment lines.</summary>
    /// <returns>The bytes of memory, or null.</returns>
    internal static ulong? FindMemoryBytes(IEnumerable<string> comments)
    {
        foreach (string comment in comments)
        {
            Match match = MemoryPattern().Match(comment);
            if (!match.Success)
                continue;
            ulong last = ulong.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (last != ulong.MaxValue)
                return last + 1;
        }
        return null;
    }

    [GeneratedRegex(@"\bRAM 0\.\.0x([0-9a-f]{1,16})\b", RegexOptions.CultureInvariant)]
    private static partial Regex MemoryPattern();
}
