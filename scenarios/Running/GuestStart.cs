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

    /// <summary>Runs the two vcpus of a core at the same time, and records that both come back.</summary>
    public static void SeeTwoVcpusOfACoreStop(this ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2);
        Task<VcpuExit>[] runs = [.. guest.Vcpus.Select(vcpu => vcpu.Start(PauseTwice))];
        run.See("vcpu 0", runs[0].Result, "stopped");
        run.See("vcpu 1", runs[1].Result, "stopped");
    }

    private static IEnumerable<GuestInstruction> PauseTwice(GuestCpu cpu) => [GuestInstructions.Pause(), GuestInstructions.Pause()];
}
