// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Scheduling;
using Linux;

namespace Kernel.VirtualMachines;

// Unsafe: the kvm lives from Enter or Look, which make this value, to Leave, which Dispose calls; a ref struct cannot be kept for longer.
/// <summary>One call into the kernel on behalf of a virtual machine, or one look at its memory. It stays alive until that ends.</summary>
internal readonly unsafe ref struct MachineCall
{
    private readonly VirtualMachine _machine;
    private readonly bool _isLook;

    internal MachineCall(VirtualMachine machine, kvm* kvm, bool isLook)
    {
        _machine = machine;
        _isLook = isLook;
        Kvm = kvm;
    }

    /// <summary>The machine.</summary>
    internal kvm* Kvm { get; }

    /// <summary>Ends the call. What an oops left behind on this thread is forgotten, so that the next system does not inherit it.</summary>
    public void Dispose()
    {
        if (!_isLook && _machine.IsTainted)
            ContextChecks.Reset();
        _machine.Leave();
    }
}
