// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using static Kernel.Scenarios.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>What user space reads of the processor.</summary>
internal sealed class E11ProcessorVersion : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E11";

    /// <inheritdoc/>
    public override string Setting =>
        "User space asks a POWER7 vcpu for its special registers.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        run.See("the processor version that KVM_GET_SREGS returns", Hex(guest.Vcpu.GetSpecialRegisters().Pvr), "0x0", "0x3f0201");
    }
}
