// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A virtual machine for whose slots there is no memory.</summary>
internal sealed class E30HalfAMachine : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E30";

    /// <inheritdoc/>
    public override string Setting =>
        "User space creates a virtual machine, and after its table was allocated there is no memory for its list of slots. Then it " +
        "creates another.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        KvmSystem system = run.Boot();
        system.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);
        run.See("KVM_CREATE_VM without memory for the slots", ResultOfCreating(system), "ENOMEM");
        run.See("the LPID of the next virtual machine", system.CreateVirtualMachine().Lpid, "2", "1");
        run.SwitchOff("HPT, revmap", "nothing");
    }
}
