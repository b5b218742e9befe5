// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.PageTables;

namespace Kernel.Cli.Output;

/// <summary>Words for the fields of an entry.</summary>
internal static class HptText
{
    /// <summary><c>64K</c>; for 16 MB in a segment of 64 KiB pages, <c>64K/16M</c>; for an unknown encoding, <c>LP=38</c>.</summary>
    public static string PageSize(HptEntry entry, HptTranslation translation) => translation.PageSize.IsKnown
        ? translation.PageSize.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"LP={entry.LargePageEncoding:x2}");

    /// <summary><c>256M</c>, <c>1T</c>, or the reserved value as <c>B=2</c>.</summary>
    public static string SegmentSize(HptTranslation translation) => translation.SegmentSize switch
    {
        HptSegmentSize.Size256M => "256M",
        HptSegmentSize.Size1T => "1T",
        _ => string.Create(CultureInfo.InvariantCulture, $"B={(int)translation.SegmentSize}"),
    };

    /// <summary>One letter each, or a dot: valid, bolted, secondary, large.</summary>
    public static string State(HptEntry entry) =>
        Letters("VBSL", [entry.IsValid, entry.IsBolted, entry.IsSecondary, entry.IsLarge]);

    /// <summary>One letter each, or a dot: write-through, inhibited, coherent, guarded.</summary>
    public static string Wimg(HptEntry entry) =>
        Letters("WIMG", [(entry.Wimg & 8) != 0, (entry.Wimg & 4) != 0, (entry.Wimg & 2) != 0, (entry.Wimg & 1) != 0]);

    /// <summary>One letter each, or a dot: referenced, changed, no execution.</summary>
    public static string Use(HptEntry entry) => Letters("RCN", [entry.IsReferenced, entry.IsChanged, entry.IsNoExecute]);

    private static string Letters(string letters, ReadOnlySpan<bool> isSet)
    {
        Span<char> text = stackalloc char[letters.Length];
        for (int i = 0; i < text.Length; i++)
            text[i] = isSet[i] ? letters[i] : '.';
        return new string(text);
    }
}
