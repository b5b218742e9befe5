// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A virtual machine whose creation fails because there is no memory for its slots.</summary>
internal sealed class E30FailedCreation : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E30";

    /// <inheritdoc/>
    public override string Setting =>
        "User space creates a virtual machine; after its table is allocated, there is no memory for its list of slots. Then user "
        + "space creates another one.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        KvmSystem system = run.Boot();
        system.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);
        run.See("KVM_CREATE_VM without memory for the slots", ResultOfCreating(system), "ENOMEM");
        run.See("the LPID of the next virtual machine", system.CreateVirtualMachine().Lpid, "2", "1");
        run.SeeLeaks("HPT, revmap", "nothing");
    }
}
