// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A reverse map that is not zeroed, and one that cannot be allocated.</summary>
internal sealed class E20TableAllocation : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E20";

    /// <inheritdoc/>
    public override string Setting =>
        "A host whose unused memory is filled with 0x5a, as if it had been used before. User space creates a virtual machine, then "
        + "another one, for whose reverse map there is no memory.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        KvmSystem system = run.Boot(new KvmSystemOptions { Instruments = new InstrumentOptions { PoisonMemory = true } });
        VirtualMachine machine = system.CreateVirtualMachine();
        run.See(
            "the reverse map of entry 0, which was never used", Hex(machine.HashedPageTable.Read(0).GuestSecond!.Value),
            "0x5a5a5a5a5a5a5a5a", "0x0");

        system.Instruments.Faults.FailNext(AllocationPoint.Vmalloc);
        run.See("KVM_CREATE_VM without memory for the reverse map", ResultOfCreating(system), "ENOMEM");
        run.SeeLeaks("nothing", "nothing");
    }
}
