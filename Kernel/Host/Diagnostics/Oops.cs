// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;
using Kernel.Concurrency;
using Kernel.Machine;

namespace Kernel.Host.Diagnostics;

/// <summary>Ends the kernel. Threads that wait for another processor or for a lock wake up, and throw the same exception.</summary>
internal static class Oops
{
    private static Taint? _taint;

    /// <summary>Taints the host that is switched on, stops its machine, and throws.</summary>
    /// <param name="message">What the kernel's log would say.</param>
    /// <exception cref="KernelOopsException">Always.</exception>
    [DoesNotReturn]
    internal static void Raise(string message)
    {
        var oops = new KernelOopsException(message);
        if (_taint is { } taint)
        {
            taint.IsSet = true;
            HardwareThreads.Fail(oops);
            AddressWaiter.WakeEveryone();
        }
        throw oops;
    }

    /// <summary>From now on an oops taints a host.</summary>
    internal static void PowerOn(Taint taint) => _taint = taint;

    /// <summary>From now on an oops taints nothing.</summary>
    internal static void PowerOff() => _taint = null;
}
