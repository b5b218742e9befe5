// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using Kernel.Concurrency;
using Kernel.Host.Diagnostics;

namespace Kernel.Host.Scheduling;

/// <summary>
/// What the analyzers prove at compile time, asserted at run time in Debug builds: no thread sleeps in real mode, with pre-emption off or
/// with a spin lock held, and locks are released by the thread that holds them.
/// </summary>
internal static class ContextChecks
{
    private const int MaxHeldLocks = 16;

    /// <summary>How often pre-emption was switched off on this thread; always 0 in Release builds.</summary>
    internal static int PreemptCount => Mine.PreemptCount;

    /// <summary>Whether this thread is inside the real-mode part of a hypercall; always false in Release builds.</summary>
    internal static bool InRealMode => Mine.InRealMode;

    [Conditional("DEBUG")]
    internal static void EnterRealMode()
    {
        Require(!Mine.InRealMode, "real mode entered twice");
        Mine.InRealMode = true;
    }

    [Conditional("DEBUG")]
    internal static void LeaveRealMode() => Mine.InRealMode = false;

    [Conditional("DEBUG")]
    internal static void MightSleep(string what)
    {
        RealModeScope.MightBlock(what);
        Require(!Mine.InRealMode, $"{what} in real mode");
        Require(Mine.HeldCount == 0, $"{what} with a spin lock held");
        Require(Mine.PreemptCount == 0, $"{what} with pre-emption off");
    }

    [Conditional("DEBUG")]
    internal static void DisablePreemption() => Mine.PreemptCount++;

    [Conditional("DEBUG")]
    internal static void EnablePreemption()
    {
        Require(Mine.PreemptCount > 0, "preempt_enable without preempt_disable");
        Mine.PreemptCount--;
    }

    [Conditional("DEBUG")]
    internal static void SpinLockTaken(nuint address)
    {
        nuint[] held = Mine.HeldLocks;
        Require(Mine.HeldCount < held.Length, "too many spin locks held");
        held[Mine.HeldCount++] = address;
    }

    [Conditional("DEBUG")]
    internal static void SpinLockWanted(nuint address) => Require(!Holds(address), "spin lock taken twice by one thread");

    [Conditional("DEBUG")]
    internal static void SpinLockReleased(nuint address)
    {
        Require(Holds(address), "spin lock released by a thread that does not hold it");
        int index = Array.LastIndexOf(Mine.HeldLocks, address, Mine.HeldCount - 1);
        Array.Copy(Mine.HeldLocks, index + 1, Mine.HeldLocks, index, --Mine.HeldCount - index);
    }

    [Conditional("DEBUG")]
    internal static void Require(bool condition, string violation)
    {
        if (!condition)
            Oops.Raise($"kernel BUG: invalid context: {violation}");
    }

    /// <summary>Forgets what an oops left behind on this thread.</summary>
    internal static void Reset()
    {
        Mine.PreemptCount = 0;
        Mine.InRealMode = false;
        Mine.HeldCount = 0;
    }

    private static bool Holds(nuint address) => Mine.HeldCount != 0 && Array.LastIndexOf(Mine.HeldLocks, address, Mine.HeldCount - 1) >= 0;

    private static State Mine => PerThread<Tag, State>.Value ??= new State();

    private readonly struct Tag;

    private sealed class State
    {
        internal readonly nuint[] HeldLocks = new nuint[MaxHeldLocks];

        internal int HeldCount { get; set; }

        internal int PreemptCount { get; set; }

        internal bool InRealMode { get; set; }
    }
}
