// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Native;

namespace Kernel.Machine;

// Unsafe: _ring is a permanent block of the heap that the boot switches on before any guest runs, and it is switched off before the heap
// goes. EntryAt masks the number, so an entry lies inside the block.
/// <summary>
/// The invalidations that tlbie and tlbiel made, in order. Written from real mode, so it is a ring in native memory; switched off, it
/// costs one test.
/// </summary>
internal static unsafe class TlbInvalidationLog
{
    private const int Capacity = 1 << 12;

    // States of Hold
    private const int Free = 0;
    private const int Armed = 1;
    private const int Held = 2;

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

    /// <summary>Lets the next invalidation come late: it stops right before the translation goes, until <see cref="Release"/>.</summary>
    /// <exception cref="InvalidOperationException">One is held already, or the log is off.</exception>
    internal static void Hold()
    {
        if (_ring == null || Atomics.CompareExchange(ref _ring->Hold, Armed, Free) != Free)
            throw new InvalidOperationException(_ring == null ? "The log of TLB invalidations is off." : "The next TLB invalidation is held already.");
    }

    /// <summary>Whether an invalidation has come and is held.</summary>
    internal static bool IsHeld => _ring != null && Atomics.Read(ref _ring->Hold) == Held;

    /// <summary>Lets it go on, or pass if it has not come.</summary>
    internal static void Release()
    {
        if (_ring != null)
            Atomics.Write(ref _ring->Hold, Free);
    }

    /// <summary>Notes one invalidation.</summary>
    [RealMode]
    internal static void Record(ulong rb, ulong lpid, bool isGlobal)
    {
        if (_ring == null)
            return;
        if (_ring->Hold == Armed)
            Wait();
        Entry* entry = EntryAt(Atomics.Increment(ref _ring->Count) - 1);
        entry->Rb = rb;
        entry->Lpid = lpid;
        entry->IsGlobal = isGlobal ? 1ul : 0;
        if (isGlobal)
            Atomics.Increment(ref _ring->GlobalCount);
    }

    [RealMode]
    private static void Wait()
    {
        if (Atomics.CompareExchange(ref _ring->Hold, Held, Armed) != Armed)
            return;
        while (Atomics.Read(ref _ring->Hold) == Held)
            HardwareThread.Pause();
    }

    // The ring's entries follow it in the same block; the index is masked, so the address always lies inside.
    [RealMode]
    private static Entry* EntryAt(long number) => (Entry*)(_ring + 1) + (number & (Capacity - 1));

    private struct Ring
    {
        internal long Count;
        internal long GlobalCount;
        internal long Taken;
        internal int Hold;
    }

    private struct Entry
    {
        internal ulong Rb;
        internal ulong Lpid;
        internal ulong IsGlobal;
    }
}
