// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;

namespace Kernel.Scenarios;

/// <summary>More virtual machines than a PPC970 has LPIDs for.</summary>
internal sealed class E26TooManyLpids : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E26";

    /// <inheritdoc/>
    public override string Setting =>
        "A PPC970 host, whose LPIDs have 6 bits; 0 is the host's own and 63 is reserved for switches. User space creates 62 virtual "
        + "machines, then one more.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        KvmSystem system = run.Boot(new KvmSystemOptions { Cpu = CpuModel.Ppc970 });
        int last = 0;
        for (int i = 0; i < 62; i++)
            last = system.CreateVirtualMachine().Lpid;
        run.See("the LPID of the 62nd virtual machine", last, "62");
        bool isCreated = system.TryCreateVirtualMachine(out VirtualMachine? machine, out KvmResult result);
        run.See("KVM_CREATE_VM for the 63rd", result, "Success", "ENOMEM");
        if (!isCreated)
            return;
        run.See("its LPID", machine!.Lpid, "64");
        run.See("the six bits of it that the processor compares", machine.Lpid & 0x3f, "0");
    }
}
