// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine.Interrupts;
using Kernel.Native;

namespace Kernel.Machine.Translation;

// Unsafe: a TLB and its entries are one permanent block of the heap (Create). Its entries are touched by the holder of the word _owner: the
// processor that it belongs to, during one access, or another one that invalidates. A slot's number is masked to their count. The two
// words in front keep the entries aligned to 8 bytes.
/// <summary>
/// The translation lookaside buffer of one hardware thread. It keeps a translation until an invalidation, even if the page table changes
/// meanwhile (Power ISA 2.06 Book III-S, 5.7.7 and 5.9.3.3).
/// </summary>
/// <remarks>
/// <c>tlbie; tlbsync</c> promise that no access by an old translation is under way any more. A thread holds its TLB for the whole of an
/// access, from the look-up to the last byte, and an invalidation waits for it: so the promise is kept once the invalidation has returned.
/// </remarks>
internal unsafe struct Tlb
{
    /// <summary>Number of entries. A page has one possible place, by its address.</summary>
    internal const int Slots = 1024;

    // RB of tlbie
    private const ulong RbLarge = 0x1;
    private const ulong RbIs64K = 0x1000;
    private const int RbSegmentSizeShift = 8;
    private const int SpinsBeforePause = 64;

    private int _owner;
    private int _invalidations;         // that wait for the TLB, and go first

    /// <summary>Makes an empty one, which lives as long as the heap.</summary>
    internal static Tlb* Create(NativeHeap heap) =>
        (Tlb*)heap.Allocate("TLB", (nuint)(sizeof(Tlb) + Slots * sizeof(TlbEntry)), options: BlockOptions.Permanent);

    /// <summary>Takes the TLB for one access. Waiting invalidations go first, so that constant accesses cannot starve them.</summary>
    [RealMode, Acquires("tlb", Spins = true)]
    internal static void Take(Tlb* tlb)
    {
        for (int spins = 0; Atomics.Read(ref tlb->_invalidations) != 0 || Atomics.CompareExchange(ref tlb->_owner, 1, 0) != 0; spins++)
        {
            if (spins >= SpinsBeforePause)
                Checkstop.Pause();
        }
    }

    /// <summary>Releases the TLB.</summary>
    [RealMode, Releases("tlb")]
    internal static void Release(Tlb* tlb) => Atomics.Write(ref tlb->_owner, 0);

    /// <summary>The translation of a page, or null. The caller holds the TLB.</summary>
    [RealMode]
    internal static TlbEntry* Find(Tlb* tlb, ulong lpid, in Segment segment, ulong address)
    {
        ulong page = segment.Offset(address) >> segment.PageShift;
        TlbEntry* entry = SlotOf(tlb, segment.Tag, page);
        bool matches = entry->IsValid && entry->Page == page && entry->Tag == segment.Tag && entry->Lpid == lpid
            && entry->PageShift == segment.PageShift;
        return matches ? entry : null;
    }

    /// <summary>Stores a translation, in place of the one in its slot. The caller holds the TLB.</summary>
    [RealMode]
    internal static void Fill(Tlb* tlb, ulong lpid, in Segment segment, ulong address, ulong r)
    {
        ulong page = segment.Offset(address) >> segment.PageShift;
        *SlotOf(tlb, segment.Tag, page) = new TlbEntry
        {
            IsValid = true,
            IsOneTerabyte = segment.IsOneTerabyte,
            PageShift = segment.PageShift,
            Lpid = lpid,
            Tag = segment.Tag,
            Page = page,
            LowVirtualAddress = segment.LowVirtualAddress(page << segment.PageShift),
            R = r,
        };
    }

    /// <summary>Drops the translations that an RB operand names by page size (L, LP), segment size (B) and address (5.9.3.3).</summary>
    [RealMode]
    internal static void Invalidate(Tlb* tlb, ulong rb, ulong lpid)
    {
        int pageShift = (rb & RbLarge) == 0 ? 12 : (rb & RbIs64K) != 0 ? 16 : 24;
        bool isOneTerabyte = (rb >> RbSegmentSizeShift & 3) == 1;
        ulong address = rb >> pageShift;
        TakeToInvalidate(tlb);
        for (int i = 0; i < Slots; i++)
        {
            TlbEntry* entry = EntryAt(tlb, i);
            if (entry->IsValid && entry->Lpid == lpid && entry->PageShift == pageShift && entry->IsOneTerabyte == isOneTerabyte
                && entry->LowVirtualAddress >> pageShift == address)
            {
                entry->IsValid = false;
            }
        }
        Release(tlb);
    }

    /// <summary>Drops all translations.</summary>
    [RealMode]
    internal static void Flush(Tlb* tlb)
    {
        TakeToInvalidate(tlb);
        for (int i = 0; i < Slots; i++)
            EntryAt(tlb, i)->IsValid = false;
        Release(tlb);
    }

    [RealMode, Acquires("tlb", Spins = true)]
    private static void TakeToInvalidate(Tlb* tlb)
    {
        Atomics.Increment(ref tlb->_invalidations);
        for (int spins = 0; Atomics.CompareExchange(ref tlb->_owner, 1, 0) != 0; spins++)
        {
            if (spins >= SpinsBeforePause)
                Checkstop.Pause();
        }
        Atomics.Decrement(ref tlb->_invalidations);
    }

    [RealMode]
    private static TlbEntry* SlotOf(Tlb* tlb, ulong tag, ulong page) => EntryAt(tlb, (int)((page ^ tag >> 12) & (Slots - 1)));

    [RealMode]
    private static TlbEntry* EntryAt(Tlb* tlb, int slot) => (TlbEntry*)(tlb + 1) + slot;
}
