// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios;

/// <summary>A vcpu that is prodded before it cedes.</summary>
internal sealed class E53WrongBranch : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E53";

    /// <inheritdoc/>
    public override string Setting =>
        "A vcpu prods itself, and then cedes. With the defect as written, the vcpu is signalled once it has ceded.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(instruments: new InstrumentOptions { Clock = new StoppedClock() });
        Task<VcpuExit> runs = guest.Vcpu.Start(ProdsItselfAndCedes);
        if (run.IsAsWritten)
        {
            ErratumRun.Await(() => guest.Vcpu.IsCeded, "the vcpu has ceded");
            guest.Vcpu.Signal();
        }
        run.Try(
            "vcpu 0", () => runs.GetAwaiter().GetResult(),
            "kernel oops: a thread that naps in kvmppc_h_cede by mistake wakes in the host's idle loop, in the guest's partition",
            "stopped");
    }

    private static IEnumerable<GuestInstruction> ProdsItselfAndCedes(GuestCpu cpu)
    {
        yield return cpu.Hypercall(HypercallNumber.Prod, 0);
        yield return cpu.Cede();
    }
}
