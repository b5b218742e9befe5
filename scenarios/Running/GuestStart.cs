// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios;

/// <summary>Running a vcpu on a thread of its own.</summary>
internal static class GuestStart
{
    /// <summary>Gives the vcpu a program and begins to run it.</summary>
    public static Task<VcpuExit> Start(this VirtualCpu vcpu, Func<GuestCpu, IEnumerable<GuestInstruction>> body)
    {
        vcpu.Load(new GuestProgram(body));
        return vcpu.RunOnThread();
    }
}
