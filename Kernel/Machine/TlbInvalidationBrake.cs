// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine.Interrupts;

namespace Kernel.Machine;

/// <summary>Delays one invalidation right before the translation is dropped, as a busy bus does.</summary>
internal static class TlbInvalidationBrake
{
    // States
    private const int Free = 0;
    private const int Armed = 1;
    private const int Held = 2;

    private static int _state;

    /// <summary>Whether an invalidation has come and is held.</summary>
    internal static bool IsHolding => Atomics.Read(ref _state) == Held;

    /// <summary>Holds the next invalidation until <see cref="Release"/>.</summary>
    /// <exception cref="InvalidOperationException">One is held or to be held already, or the instruments are off.</exception>
    internal static void Hold()
    {
        if (!TlbInstruments.AreOn)
            throw new InvalidOperationException("Invalidations are not recorded.");
        if (Atomics.CompareExchange(ref _state, Armed, Free) != Free)
            throw new InvalidOperationException("The next TLB invalidation is held already.");
    }

    /// <summary>Lets the invalidation go on, or pass if it has not come.</summary>
    internal static void Release() => Atomics.Write(ref _state, Free);

    /// <summary>An invalidation comes; returns when it may go on.</summary>
    [RealMode]
    internal static void Pass()
    {
        if (Atomics.Read(ref _state) != Armed || Atomics.CompareExchange(ref _state, Held, Armed) != Armed)
            return;
        while (Atomics.Read(ref _state) == Held)
            Checkstop.Pause();
    }
}
