// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.PageTables;
using Kernel.Recordings.Dumps;

namespace Kernel.Cli.Output;

/// <summary>Prints the entries of a dump, one a line, then the counts.</summary>
internal static class HptPrinter
{
    private const string Legend =
        "state: V valid, B bolted, S secondary hash, L large; '?': the address does not hash to this group; "
        + "use: R referenced, C changed, N no execution";

    /// <summary>Prints the entries as a table with a heading, then the counts.</summary>
    /// <param name="output">Where to print.</param>
    /// <param name="dumpFormat">The form of the dump.</param>
    /// <param name="entries">The entries, read once.</param>
    /// <param name="counter">Counts them.</param>
    public static void Print(TextWriter output, HptDumpFormat dumpFormat, IEnumerable<IndexedHptEntry> entries, HptCounter counter)
    {
        bool hasGuest = dumpFormat == HptDumpFormat.Lines;
        string guest = hasGuest ? $" {"guest address",15}" : "";
        output.WriteLine(
            $"{"index",7} {"group",6} state {"segment",7} {"vsid",10} {"offset",11} {"page",7} {"real address",15}{guest} pp key wimg use");
        foreach (IndexedHptEntry entry in entries)
        {
            counter.Add(entry);
            output.WriteLine(Line(entry, counter.Format, counter.Order));
        }
        output.WriteLine();
        PrintSummary(output, counter.Summary());
    }

    private static void PrintSummary(TextWriter output, HptSummary summary)
    {
        string[] counts =
        [
            Invariant($"order {summary.Order}: {Quantity.Of(summary.Entries, "entry", "entries")} shown"),
            Invariant($"{summary.Valid:N0} valid"),
            Invariant($"{summary.Bolted:N0} bolted"),
            Invariant($"{summary.Secondary:N0} by the secondary hash"),
            Invariant($"{summary.Misplaced:N0} not in the group of their hash"),
        ];
        output.WriteLine(string.Join(", ", counts));
        output.WriteLine($"pages: {Counts(summary.PageSizes)}; segments: {Counts(summary.SegmentSizes)}");
        output.WriteLine("groups with 0 to 8 of them: " + string.Join(' ', summary.GroupFill.Select(count => Invariant($"{count}"))));
        output.WriteLine(Legend);
    }

    private static string Line(IndexedHptEntry dumped, IHptFormat format, int order)
    {
        HptEntry entry = dumped.Entry;
        HptTranslation translation = format.Decode(entry);
        bool isThere = translation.TryGetSegmentOffset((ulong)dumped.Group, entry.IsSecondary, order, out ulong offset);
        char mark = isThere ? ' ' : '?';
        string place = Invariant($"{dumped.Index,7:x} {dumped.Group,6:x} {HptText.State(entry)} ");
        string virtualPage = Invariant($"{HptText.SegmentSize(translation),7} {translation.Vsid,10:x} {offset,10:x}{mark}");
        string realPage = Invariant($"{HptText.PageSize(entry, translation),7} {translation.RealAddress,15:x}");
        if (dumped.GuestSecond is ulong guest)
            realPage += Invariant($" {format.Decode(entry with { Second = guest }).RealAddress,15:x}");
        return Invariant($"{place} {virtualPage} {realPage} {entry.Protection,2} {entry.Key,3} {HptText.Wimg(entry)} {HptText.Use(entry)}");
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.Select(pair => Invariant($"{pair.Key} {pair.Value:N0}")));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
