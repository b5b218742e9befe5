// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines.Guests;

namespace Kernel.VirtualMachines;

/// <summary>What brought a vcpu back to user space.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Result">What KVM_RUN returned: success, or the error.</param>
/// <param name="Hypercall">The number of the hypercall, if it was one.</param>
/// <param name="Fault">The interrupt without a handler, if it was one.</param>
public readonly record struct VcpuExit(VcpuExitReason Reason, KvmResult Result, ulong Hypercall = 0, GuestFault? Fault = null)
{
    /// <inheritdoc/>
    public override string ToString() => Reason switch
    {
        VcpuExitReason.Failed => $"failed: {Result}",
        VcpuExitReason.Hypercall => $"hypercall 0x{Hypercall:x}",
        VcpuExitReason.Crashed => $"crashed: {Fault}",
        VcpuExitReason.Signalled => "signalled",
        _ => "stopped",
    };
}
