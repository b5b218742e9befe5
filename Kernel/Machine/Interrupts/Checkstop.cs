// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.Concurrency;

namespace Kernel.Machine.Interrupts;

/// <summary>
/// A failure that stops the whole machine: every hardware thread that waits for another one looks here, and throws what stopped it.
/// </summary>
internal static class Checkstop
{
    private static ExceptionDispatchInfo? _failure;

    /// <summary>Whether the machine has stopped.</summary>
    internal static bool HasHappened => Atomics.Read(ref _failure) is not null;

    /// <summary>Stops the machine. The first failure counts.</summary>
    internal static void Raise(Exception failure) => Atomics.TryInitialize(ref _failure, ExceptionDispatchInfo.Capture(failure));

    /// <summary>Throws what stopped the machine, if anything did.</summary>
    internal static void ThrowIfHappened() => Atomics.Read(ref _failure)?.Throw();

    /// <summary>Forgets the failure: the machine is switched on or off.</summary>
    internal static void Clear() => Atomics.Write(ref _failure, null);

    /// <summary>Lets the other hardware threads have a turn: the host may have fewer processors than the machine.</summary>
    /// <exception cref="Exception">What stopped the machine.</exception>
    [RealMode(Unchecked = "A hint to the machine that runs the simulation; on real processors all threads run at once.")]
    internal static void Pause()
    {
        ThrowIfHappened();
        OsThread.Yield();
    }
}
