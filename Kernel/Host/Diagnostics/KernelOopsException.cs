// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine;

namespace Kernel.Host.Diagnostics;

/// <summary>
/// The kernel code did what would have been an oops or a BUG on a real machine. Locks that it held stay held and the virtual machine is
/// in no defined state; dispose the system.
/// </summary>
public sealed class KernelOopsException : Exception
{
    /// <summary>Notes that the machine is in no defined state any more.</summary>
    public KernelOopsException(string message)
        : base(message)
    {
        if (!SimulatedHost.IsBooted)
            return;
        SimulatedHost.Current.IsTainted = true;
        HardwareThreads.Fail(this);
        AddressWaiter.WakeEveryone();
    }
}
