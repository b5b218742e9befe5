// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;

namespace Kernel.Machine;

/// <summary>Counts tlbie and tlbiel.</summary>
internal static class TlbInvalidationCounter
{
    private static long _global;
    private static long _local;

    /// <summary>Invalidations that all processors obeyed (tlbie).</summary>
    internal static long Global => Atomics.Read(ref _global);

    /// <summary>Invalidations of one core (tlbiel).</summary>
    internal static long Local => Atomics.Read(ref _local);

    /// <summary>Counts one.</summary>
    [RealMode]
    internal static void Count(bool isGlobal) => Atomics.Increment(ref isGlobal ? ref _global : ref _local);

    /// <summary>Begins at 0.</summary>
    internal static void Reset()
    {
        Atomics.Write(ref _global, 0);
        Atomics.Write(ref _local, 0);
    }
}
