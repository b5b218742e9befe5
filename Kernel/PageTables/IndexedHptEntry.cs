// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>An entry and its place in a hashed page table.</summary>
/// <param name="Index">The entry's number in the table.</param>
/// <param name="Entry">Its two doublewords as the hardware has them, without the hypervisor's lock bit.</param>
/// <param name="GuestSecond">
/// The second doubleword as the guest gave it, with the guest's own page number; null where that is not known (a raw dump).
/// </param>
public readonly record struct IndexedHptEntry(int Index, HptEntry Entry, ulong? GuestSecond)
{
    private const ulong ReferencedChanged = HptEntry.ReferencedBit | HptEntry.ChangedBit;

    /// <summary>The number of the entry's group.</summary>
    public int Group => Index / HptGeometry.GroupSize;

    /// <summary>
    /// The entry as it is for the guest: with its own second doubleword, in which R and C are up to date; <see cref="Entry"/> where
    /// <see cref="GuestSecond"/> is null. A dirty log takes C from the table's entry and leaves it in the guest's.
    /// </summary>
    public HptEntry GuestEntry =>
        GuestSecond is ulong second ? Entry with { Second = second & ~HptEntry.ReferencedBit | Entry.Second & ReferencedChanged } : Entry;
}
