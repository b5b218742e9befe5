// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Scheduling;
using Linux;

namespace Kernel.VirtualMachines;

// Unsafe: the kvm lives from Enter, which makes this value, to Leave, which Dispose calls; a ref struct cannot be kept for longer.
/// <summary>One call into the kernel on behalf of a virtual machine, which stays alive until it ends.</summary>
internal readonly unsafe ref struct MachineCall
{
    private readonly VirtualMachine _machine;

    internal MachineCall(VirtualMachine machine, kvm* kvm)
    {
        _machine = machine;
        Kvm = kvm;
    }

    /// <summary>The machine.</summary>
    internal kvm* Kvm { get; }

    /// <summary>Ends the call. What an oops left behind on this thread is forgotten, so that the next system does not inherit it.</summary>
    public void Dispose()
    {
        if (_machine.IsTainted)
            ContextChecks.Reset();
        _machine.Leave();
    }
}
