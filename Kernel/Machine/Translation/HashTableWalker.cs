// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;

namespace Kernel.Machine.Translation;

// Unsafe: SDR1 gives the table's address and size; the code that loads it keeps the table while it is loaded. A group's number is masked to
// the table's size, so every entry that is read lies inside.
/// <summary>Looks up a virtual page in the hashed page table (Power ISA 2.06 Book III-S, 5.7.7.3 to 5.7.7.5).</summary>
internal static unsafe class HashTableWalker
{
    private const ulong TableOrigin = ~0x3fffful;
    private const ulong TableSize = 0x1f;
    private const int MinGroupBits = 11;
    private const int GroupShift = 7;
    private const int EntriesInGroup = 8;

    /// <summary>Finds the entry of a page: in its primary group, then in its secondary one.</summary>
    /// <param name="registers">SDR1 and the kind of processor.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="address">The effective address.</param>
    /// <param name="v">Gets the entry's first doubleword.</param>
    /// <param name="r">Gets its second one.</param>
    /// <returns>The entry, or null.</returns>
    [RealMode]
    internal static ulong* Find(in TranslationRegisters registers, in Segment segment, ulong address, out ulong v, out ulong r)
    {
        v = r = 0;
        if (segment.PageShift == 0)
            return null;
        ulong page = segment.Offset(address) >> segment.PageShift;
        ulong hash = segment.IsOneTerabyte ? segment.Vsid ^ segment.Vsid << 25 ^ page : segment.Vsid ^ page;

        // The entry leaves out the 23 lowest bits of the virtual address; of a page larger than that, more bits are 0.
        ulong wanted = segment.Tag | page << segment.PageShift >> 16 & PageTableEntry.SegmentSizeAndAvpn;
        ulong* entry = FindInGroup(registers, hash, wanted, segment.PageShift, 0, out v, out r);
        return entry != null ? entry : FindInGroup(registers, ~hash, wanted, segment.PageShift, PageTableEntry.Secondary, out v, out r);
    }

    /// <summary>Records an access in an entry: sets R, and C for a store (5.7.8).</summary>
    [RealMode]
    internal static void NoteAccess(ulong* entry, AccessKind kind)
    {
        ulong bits = kind == AccessKind.Store ? PageTableEntry.Referenced | PageTableEntry.Changed : PageTableEntry.Referenced;
        if ((Atomics.Read(ref entry[1]) & bits) != bits)
            Atomics.Or(ref entry[1], bits);
    }

    [RealMode]
    private static ulong* FindInGroup(
        in TranslationRegisters registers, ulong hash, ulong wanted, int pageShift, ulong secondary, out ulong v, out ulong r)
    {
        ulong groups = 1ul << ((int)(registers.Sdr1 & TableSize) + MinGroupBits);
        var group = (ulong*)((registers.Sdr1 & TableOrigin) + ((hash & (groups - 1)) << GroupShift));
        const ulong compared = PageTableEntry.SegmentSizeAndAvpn | PageTableEntry.Secondary | PageTableEntry.Valid;
        for (int i = 0; i < EntriesInGroup; i++)
        {
            ulong* entry = group + 2 * i;
            v = Atomics.Read(ref entry[0]);
            if ((v & compared) != (wanted | secondary | PageTableEntry.Valid))
                continue;
            r = Atomics.Read(ref entry[1]);

            // The entry still maps the same page. The bits for software, such as its lock, may change at any time.
            if (((Atomics.Read(ref entry[0]) ^ v) & (compared | PageTableEntry.Large)) == 0
                && PageTableEntry.PageShift(v, r, registers.IsArch206) == pageShift)
            {
                return entry;
            }
        }
        v = r = 0;
        return null;
    }
}
