// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using Kernel.Host.Diagnostics;

namespace Kernel.Host.Scheduling;

/// <summary>
/// What the analyzers prove at compile time, asserted at run time in Debug builds: nobody sleeps in real mode, with pre-emption off or
/// with a spin lock held, and locks are released by the thread that holds them.
/// </summary>
internal static class ContextChecks
{
    private const int MaximumHeldLocks = 16;

    [ThreadStatic] private static int _preemptCount;
    [ThreadStatic] private static bool _realMode;
    [ThreadStatic] private static nuint[]? _heldLocks;
    [ThreadStatic] private static int _heldCount;

    /// <summary>How often pre-emption was switched off on this thread; always 0 in Release builds.</summary>
    internal static int PreemptCount => _preemptCount;

    /// <summary>Whether this thread is inside the real-mode part of a hypercall; always false in Release builds.</summary>
    internal static bool InRealMode => _realMode;

    [Conditional("DEBUG")]
    internal static void EnterRealMode()
    {
        Require(!_realMode, "real mode entered twice");
        _realMode = true;
    }

    [Conditional("DEBUG")]
    internal static void LeaveRealMode() => _realMode = false;

    [Conditional("DEBUG")]
    internal static void MightSleep(string what)
    {
        RealModeScope.MightBlock(what);
        Require(!_realMode, $"{what} in real mode");
        Require(_heldCount == 0, $"{what} with a spin lock held");
        Require(_preemptCount == 0, $"{what} with pre-emption off");
    }

    [Conditional("DEBUG")]
    internal static void DisablePreemption() => _preemptCount++;

    [Conditional("DEBUG")]
    internal static void EnablePreemption()
    {
        Require(_preemptCount > 0, "preempt_enable without preempt_disable");
        _preemptCount--;
    }

    [Conditional("DEBUG")]
    internal static void SpinLockTaken(nuint address)
    {
        nuint[] held = _heldLocks ??= new nuint[MaximumHeldLocks];
        Require(_heldCount < held.Length, "too many spin locks held");
        held[_heldCount++] = address;
    }

    [Conditional("DEBUG")]
    internal static void SpinLockWanted(nuint address) => Require(!Holds(address), "spin lock taken twice by one thread");

    [Conditional("DEBUG")]
    internal static void SpinLockReleased(nuint address)
    {
        Require(Holds(address), "spin lock released by a thread that does not hold it");
        int index = Array.LastIndexOf(_heldLocks!, address, _heldCount - 1);
        Array.Copy(_heldLocks!, index + 1, _heldLocks!, index, --_heldCount - index);
    }

    [Conditional("DEBUG")]
    internal static void Require(bool condition, string violation)
    {
        if (!condition)
            throw new KernelOopsException($"kernel BUG: invalid context: {violation}");
    }

    /// <summary>Forgets what an oops left behind on this thread.</summary>
    internal static void Reset()
    {
        _preemptCount = 0;
        _realMode = false;
        _heldCount = 0;
    }

    private static bool Holds(nuint address) => _heldCount != 0 && Array.LastIndexOf(_heldLocks!, address, _heldCount - 1) >= 0;
}
