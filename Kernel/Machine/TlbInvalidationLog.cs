// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Native;

namespace Kernel.Machine;

// Unsafe: _ring is a permanent block of the heap from PowerOn, which comes before any guest runs, to PowerOff, which comes before the heap
// is disposed. EntryAt masks the number, so an entry lies inside the block.
/// <summary>The invalidations that tlbie and tlbiel made, in order. Written from real mode, so it is a ring in native memory.</summary>
internal static unsafe class TlbInvalidationLog
{
    private const int Capacity = 1 << 12;

    private static Ring* _ring;

    /// <summary>Switches the log on.</summary>
    /// <param name="heap">Owns its memory.</param>
    internal static void PowerOn(NativeHeap heap) =>
        _ring = (Ring*)heap.Allocate(
            "log of TLB invalidations", (nuint)(sizeof(Ring) + Capacity * sizeof(Entry)), options: BlockOptions.Permanent);

    /// <summary>Switches the log off; the heap frees its memory.</summary>
    internal static void PowerOff() => _ring = null;

    /// <summary>The invalidations since the last call, oldest first; none while the log is off.</summary>
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

    /// <summary>Adds one invalidation.</summary>
    [RealMode]
    internal static void Append(ulong rb, ulong lpid, bool isGlobal)
    {
        Entry* entry = EntryAt(Atomics.Increment(ref _ring->Count) - 1);
        entry->Rb = rb;
        entry->Lpid = lpid;
        entry->IsGlobal = isGlobal ? 1ul : 0;
    }

    // The ring's entries follow it in the same block; the index is masked, so the address always lies inside.
    [RealMode]
    private static Entry* EntryAt(long number) => (Entry*)(_ring + 1) + (number & (Capacity - 1));

    private struct Ring
    {
        internal long Count;
        internal long Taken;
    }

    private struct Entry
    {
        internal ulong Rb;
        internal ulong Lpid;
        internal ulong IsGlobal;
    }
}
