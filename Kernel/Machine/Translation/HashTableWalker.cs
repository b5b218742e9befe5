// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Machine.Translation;

// Unsafe: SDR1 gives the table's address and size; whoever loads it keeps the table as long as it is loaded. A group's number is masked to
// the table's size, so every entry that is read lies inside the table.
/// <summary>Looks a virtual page up in the hashed page table (Power ISA 2.06 Book III-S, 5.7.7.3 to 5.7.7.5).</summary>
internal static unsafe class HashTableWalker
{
    private const int GroupBytesShift = 7;
    private const int ShiftOf64K = 16;

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
        ulong offset = segment.Offset(address) >> segment.PageShift << segment.PageShift;
        HptSegmentSize segmentSize = segment.IsOneTerabyte ? HptSegmentSize.Size1T : HptSegmentSize.Size256M;
        ulong hash = HptHash.Of(segment.Vsid, offset, segment.PageShift, segmentSize);
        int order = HptGeometry.OrderOf(registers.Sdr1);

        // The entry leaves out the 23 lowest bits of the virtual address; of a page larger than that, more bits are 0.
        ulong wanted = segment.Tag | offset >> 16 & Isa206Format.SegmentAndAvpnMask | HptEntry.ValidBit;
        ulong* entry = FindInGroup(registers, HptGeometry.PrimaryGroup(hash, order), wanted, segment.PageShift, out v, out r);
        if (entry != null)
            return entry;
        return FindInGroup(
            registers, HptGeometry.SecondaryGroup(hash, order), wanted | HptEntry.SecondaryBit, segment.PageShift, out v, out r);
    }

    /// <summary>Sets the bits that tell of an access: R, and C for a store (5.7.8).</summary>
    [RealMode]
    internal static void NoteAccess(ulong* entry, AccessKind kind)
    {
        ulong bits = kind == AccessKind.Store ? HptEntry.ReferencedBit | HptEntry.ChangedBit : HptEntry.ReferencedBit;
        if ((Volatile.Read(ref entry[1]) & bits) != bits)
            Interlocked.Or(ref entry[1], bits);
    }

    /// <summary>Log2 of the size of the page that an entry maps; 0 for an encoding that the processor does not have.</summary>
    [RealMode]
    internal static int PageShift(ulong v, ulong r, bool isArch206)
    {
        HptPageSize size = Isa206Format.PageSize(v, r);
        return size.IsMixed || size.Shift == ShiftOf64K && !isArch206 ? 0 : size.Shift;
    }

    // wanted: B and AVPN, H and V
    [RealMode]
    private static ulong* FindInGroup(
        in TranslationRegisters registers, ulong number, ulong wanted, int pageShift, out ulong v, out ulong r)
    {
        var group = (ulong*)(HptGeometry.OriginOf(registers.Sdr1) + (number << GroupBytesShift));
        const ulong compared = Isa206Format.SegmentAndAvpnMask | HptEntry.SecondaryBit | HptEntry.ValidBit;
        for (int i = 0; i < HptGeometry.GroupSize; i++)
        {
            ulong* entry = group + 2 * i;
            v = Volatile.Read(ref entry[0]);
            if ((v & compared) != wanted)
                continue;
            r = Volatile.Read(ref entry[1]);

            // Still the same page's; the software's bits, its lock among them, may change at any time.
            bool isSamePage = ((Volatile.Read(ref entry[0]) ^ v) & (compared | HptEntry.LargeBit)) == 0;
            if (isSamePage && PageShift(v, r, registers.IsArch206) == pageShift)
                return entry;
        }
        v = r = 0;
        return null;
    }
}
