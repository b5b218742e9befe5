// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios.Running;

/// <summary>Starts vcpus on threads of their own.</summary>
internal static class GuestStart
{
    /// <summary>Loads a program into the vcpu and runs it on a thread of its own.</summary>
    public static Task<VcpuExit> Start(this VirtualCpu vcpu, Func<GuestCpu, IEnumerable<GuestInstruction>> body)
    {
        vcpu.Load(new GuestProgram(body));
        return vcpu.RunOnThread();
    }
}
