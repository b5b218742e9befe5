// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings.Replay;

/// <summary>Compares whole tables at marks and at the end.</summary>
internal sealed class TableComparer(Ledger ledger)
{
    /// <summary>Marks at which the port's table had the recorded fingerprint.</summary>
    public int MarksByFingerprint { get; private set; }

    /// <summary>Marks at which entries were compared instead, because refused ones made the tables differ.</summary>
    public int MarksByEntry { get; private set; }

    /// <summary>Entries of the final table that were compared.</summary>
    public int FinalEntriesCompared { get; private set; }

    /// <summary>How the final table was compared.</summary>
    public FinalTableCheck FinalTable { get; private set; }

    /// <summary>Compares the table with the fingerprint that a record holds.</summary>
    public void CheckMark(TraceRecord record)
    {
        ulong fingerprint = record.Outputs[0];
        if (ledger.Map.IsIdentity && ledger.Machine.ComputeFingerprint() == fingerprint)
        {
            MarksByFingerprint++;
            return;
        }
        ulong rebuilt = ledger.Rebuilt.Image.ComputeFingerprint();
        if (rebuilt != fingerprint)
        {
            ledger.Tally.Mismatch(
                record, $"the table rebuilt from the records has fingerprint {rebuilt:x16}: the recording contradicts itself");
            return;
        }
        MarksByEntry++;
        Compare(record, ledger.Rebuilt.Image, "rebuilt");
    }

    /// <summary>Compares the table at the end, entry by entry.</summary>
    /// <param name="record">The last record.</param>
    /// <param name="saved">The table that was saved with the recording; null for none.</param>
    public void CheckEnd(TraceRecord record, HptImage? saved)
    {
        FinalEntriesCompared = Compare(record, ledger.Rebuilt.Image, "rebuilt");
        FinalTable = FinalTableCheck.Rebuilt;
        if (saved is null)
            return;
        FinalEntriesCompared = Compare(record, saved, "saved");
        FinalTable = FinalTableCheck.Saved;
    }

    private int Compare(TraceRecord record, HptImage table, string what)
    {
        int compared = 0;
        ReadOnlySpan<ulong> words = table.Words;
        for (int slot = 0; slot < words.Length / 2; slot++)
        {
            bool isValid = (words[2 * slot] & HptEntry.ValidBit) != 0;
            int place = ledger.Map[slot];
            if (place == SlotMap.Lost)
                ledger.Tally.Follow();
            if (place is SlotMap.Refused or SlotMap.Lost || (place < 0 && !isValid))
                continue;
            compared++;
            HptEntry expected = isValid ? table[slot] : default;
            HptEntry own = place < 0 ? default : ledger.Machine.GuestEntry(place);
            if (own != expected)
                ledger.Tally.Mismatch(
                    record, $"slot {slot:x} has {own.First:x} {own.Second:x}; the {what} table {expected.First:x} {expected.Second:x}");
        }
        int valid = ledger.Machine.Table.ValidCount;
        if (valid != ledger.Map.Count)
            ledger.Tally.Mismatch(record, $"the table has {valid} valid entries; the records put {ledger.Map.Count} there");
        return compared;
    }
}
