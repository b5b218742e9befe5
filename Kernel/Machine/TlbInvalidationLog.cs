// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Native;

namespace Kernel.Machine;

// Unsafe: _ring is a permanent block of the heap that the boot switches on before any guest runs, and it is switched off before the heap
// goes. EntryAt masks the number, so an entry lies inside the block; LateEntry is in a table that its setter keeps until the next
// invalidation.
/// <summary>
/// The invalidations that tlbie and tlbiel made, in order. Written from real mode, so it is a ring in native memory; switched off, it
/// costs one test.
/// </summary>
internal static unsafe class TlbInvalidationLog
{
    private const int Capacity = 1 << 12;

    private static Ring* _ring;

    /// <summary>tlbie and tlbiel since the log was switched on.</summary>
    internal static (long Global, long Local) Counts => _ring == null ? default : (_ring->GlobalCount, _ring->Count - _ring->GlobalCount);

    /// <summary>Switches the log on; the heap owns its memory.</summary>
    internal static void Enable(NativeHeap heap) =>
        _ring = (Ring*)heap.Allocate("log of TLB invalidations", (nuint)(sizeof(Ring) + Capacity * sizeof(Entry)), permanent: true);

    /// <summary>Switches the log off, without freeing its memory: that goes with the heap.</summary>
    internal static void Disable() => _ring = null;

    /// <summary>The invalidations since the last call, oldest first.</summary>
    /// <exception cref="InvalidOperationException">More than the ring holds were made in between.</exception>
    internal static IReadOnlyList<TlbInvalidation> Take()
    {
        if (_ring == null || _ring->Taken == _ring->Count)
            return [];
        if (_ring->Count - _ring->Taken > Capacity)
            throw new InvalidOperationException($"More than {Capacity} TLB invalidations since the last look.");
        var taken = new List<TlbInvalidation>();
        for (; _ring->Taken < _ring->Count; _ring->Taken++)
        {
            Entry* entry = EntryAt(_ring->Taken);
            taken.Add(new TlbInvalidation(entry->Rb, entry->Lpid, entry->IsGlobal != 0));
        }
        return taken;
    }

    /// <summary>
    /// Plays another processor that still holds a translation: right before the next invalidation it uses it once more, and the hardware
    /// sets bits in the entry's second doubleword. The entry's first doubleword at that moment is what <see cref="LateUseSaw"/> returns.
    /// </summary>
    /// <param name="entry">An entry of a hashed page table.</param>
    /// <param name="bits">Reference and change bits.</param>
    internal static void ArmLateUse(ulong* entry, ulong bits)
    {
        _ring->LateEntry = entry;
        _ring->LateBits = bits;
    }

    /// <summary>The first doubleword that the late use found.</summary>
    internal static ulong LateUseSaw => _ring->LateSaw;

    /// <summary>Notes one invalidation.</summary>
    [RealMode]
    internal static void Record(ulong rb, ulong lpid, bool isGlobal)
    {
        if (_ring == null)
            return;
        if (_ring->LateEntry != null)
            UseLate();
        Entry* entry = EntryAt(Interlocked.Increment(ref _ring->Count) - 1);
        entry->Rb = rb;
        entry->Lpid = lpid;
        entry->IsGlobal = isGlobal ? 1ul : 0;
        if (isGlobal)
            Interlocked.Increment(ref _ring->GlobalCount);
    }

    [RealMode]
    private static void UseLate()
    {
        _ring->LateSaw = Volatile.Read(ref _ring->LateEntry[0]);
        Interlocked.Or(ref _ring->LateEntry[1], _ring->LateBits);
        _ring->LateEntry = null;
    }

    // The ring's entries follow it in the same block; the index is masked, so the address always lies inside.
    [RealMode]
    private static Entry* EntryAt(long number) => (Entry*)(_ring + 1) + (number & (Capacity - 1));

    private struct Ring
    {
        internal long Count;
        internal long GlobalCount;
        internal long Taken;
        internal ulong* LateEntry;
        internal ulong LateBits;
        internal ulong LateSaw;
    }

    private struct Entry
    {
        internal ulong Rb;
        internal ulong Lpid;
        internal ulong IsGlobal;
    }
}
