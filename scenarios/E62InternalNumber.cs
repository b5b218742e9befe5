// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios;

/// <summary>What KVM_RUN returns when user space is needed.</summary>
internal sealed class E62InternalNumber : ErratumScenario
{
    private const HypercallNumber EndOfInterrupt = (HypercallNumber)0x64;

    /// <inheritdoc/>
    public override string Number => "E62";

    /// <inheritdoc/>
    public override string Setting => "A guest makes a hypercall that the kernel leaves to user space: H_EOI, number 0x64.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 1);
        guest.Vcpu.Load(new GuestProgram(cpu => [cpu.Hypercall(EndOfInterrupt)]));
        run.See("the exit is for that hypercall", guest.Vcpu.Run() == new VcpuExit.Hypercall(EndOfInterrupt), "yes");
        run.See("KVM_RUN returned", guest.Vcpu.LastRunReturned, "2", "0");
    }
}
