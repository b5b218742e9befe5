// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;

namespace Kernel.Machine.Translation;

// Unsafe: the TLBs are permanent blocks of the heap, registered before a guest can use them and forgotten (Reset) when the machine is
// switched off. The array is fixed, and the count, which is written last, is never above its length.
/// <summary>All TLBs of the machine: what tlbie reaches.</summary>
internal static unsafe class TlbSet
{
    private const int MaxTlbs = 1024;

    private static Registered _tlbs;
    private static int _count;

    /// <summary>Whether the machine has no TLB yet, so that no translation can be stale.</summary>
    internal static bool IsEmpty
    {
        [RealMode]
        get => Atomics.Read(ref _count) == 0;
    }

    /// <summary>Adds a TLB. One caller at a time.</summary>
    internal static void Register(Tlb* tlb)
    {
        if (_count == MaxTlbs)
            throw new InvalidOperationException($"More than {MaxTlbs} TLBs.");
        int number = _count;
        _tlbs.Addresses[number] = (ulong)tlb;
        Atomics.Write(ref _count, number + 1);
    }

    /// <summary>Forgets all TLBs.</summary>
    internal static void Reset() => _count = 0;

    /// <summary>tlbie and tlbsync: every processor drops a translation of the partition, and has finished accesses that used it.</summary>
    [RealMode]
    internal static void InvalidateEverywhere(ulong rb, ulong lpid)
    {
        int count = Atomics.Read(ref _count);
        for (int i = 0; i < count; i++)
            Tlb.Invalidate((Tlb*)_tlbs.Addresses[i], rb, lpid);
    }

    private struct Registered
    {
        internal fixed ulong Addresses[MaxTlbs];
    }
}
