// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings.Dumps;

/// <summary>One entry of a table dump.</summary>
/// <param name="Index">The entry's number in the table.</param>
/// <param name="Entry">Its two doublewords.</param>
/// <param name="GuestSecond">The second doubleword as the guest gave it; null where the dump does not tell (the raw form).</param>
public readonly record struct HptDumpEntry(int Index, HptEntry Entry, ulong? GuestSecond)
{
    /// <summary>The number of the entry's group.</summary>
    public int Group => Index / HptGeometry.GroupSize;
}
