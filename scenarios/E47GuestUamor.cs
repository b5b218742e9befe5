// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A register of the guest that the host keeps.</summary>
internal sealed class E47GuestUamor : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E47";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest sets its UAMOR, which says which bits of the AMR a process may change. Then its vcpu returns to user space.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(options: new KvmSystemOptions { Cores = 1 });
        run.See("UAMOR of the hardware thread, before", Hex(guest.System.Instruments.ReadUamor(0)), "0x0");
        run.See("vcpu 0", guest.Vcpu.Start(_ => [GuestInstructions.SetUamor(0x3000_0000_0000_0000)]).Result, "stopped");
        run.See("UAMOR of the hardware thread, after", Hex(guest.System.Instruments.ReadUamor(0)), "0x3000000000000000", "0x0");
    }
}
