// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Native;

namespace Kernel.Machine;

/// <summary>Observes tlbie and tlbiel for tests and recordings: a brake, a counter and a log. When off, it costs one test.</summary>
internal static class TlbInstruments
{
    private static bool _areOn;

    /// <summary>Whether they are switched on.</summary>
    internal static bool AreOn => _areOn;

    /// <summary>Switches all of them on, before any guest runs.</summary>
    /// <param name="heap">Owns the memory of the log.</param>
    internal static void PowerOn(NativeHeap heap)
    {
        TlbInvalidationLog.PowerOn(heap);
        TlbInvalidationCounter.Reset();
        TlbInvalidationBrake.Release();
        _areOn = true;
    }

    /// <summary>Switches all of them off; the heap frees the memory of the log.</summary>
    internal static void PowerOff()
    {
        _areOn = false;
        TlbInvalidationBrake.Release();
        TlbInvalidationCounter.Reset();
        TlbInvalidationLog.PowerOff();
    }

    /// <summary>An invalidation is about to be made.</summary>
    /// <param name="rb">The RB operand.</param>
    /// <param name="lpid">The partition, for a global invalidation.</param>
    /// <param name="isGlobal">True for tlbie, false for tlbiel.</param>
    [RealMode]
    internal static void Note(ulong rb, ulong lpid, bool isGlobal)
    {
        if (!_areOn)
            return;
        TlbInvalidationBrake.Pass();
        TlbInvalidationCounter.Count(isGlobal);
        TlbInvalidationLog.Append(rb, lpid, isGlobal);
    }
}
