// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Recordings.Dumps;

namespace Kernel.Cli.Commands;

/// <summary>Which entries of a dump to show.</summary>
/// <param name="Format">How the entries are laid out.</param>
/// <param name="IsValid">Only entries that are valid, or only those that are not; null for both.</param>
/// <param name="PageShift">Only entries whose page has this log2 size; null for any.</param>
/// <param name="Vsid">Only entries of this virtual segment; null for any.</param>
internal sealed record HptFilter(IHptFormat Format, bool? IsValid, int? PageShift, ulong? Vsid)
{
    private const int EntriesBetweenLooks = 1 << 12;

    /// <summary>The log2 of <c>4K</c>, <c>64K</c> or <c>16M</c>.</summary>
    public static int? ParsePageSize(string? text) => text switch
    {
        "4K" => 12,
        "64K" => 16,
        "16M" => 24,
        _ => null,
    };

    /// <summary>The entries to show.</summary>
    /// <param name="dump">The dump, of which nothing has been read yet.</param>
    /// <param name="progress">Receives the fraction that is done, 0 to 1, now and then.</param>
    public IEnumerable<IndexedHptEntry> Select(HptDumpReader dump, IProgress<double> progress) => ReadAll(dump, progress).Where(Matches);

    /// <summary>All entries.</summary>
    /// <param name="dump">The dump, of which nothing has been read yet.</param>
    /// <param name="progress">Receives the fraction that is done, 0 to 1, now and then.</param>
    public static IEnumerable<IndexedHptEntry> ReadAll(HptDumpReader dump, IProgress<double> progress)
    {
        for (int i = 0; dump.Read(out IndexedHptEntry entry); i++)
        {
            if (i % EntriesBetweenLooks == 0 && dump.Progress is double part)
                progress.Report(part);
            yield return entry;
        }
    }

    private bool Matches(IndexedHptEntry entry)
    {
        if (IsValid is bool wanted && wanted != entry.Entry.IsValid)
            return false;
        HptTranslation translation = Format.Decode(entry.Entry);
        return (PageShift is null || translation.PageSize.Shift == PageShift) && (Vsid is null || translation.Vsid == Vsid);
    }
}
