// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>The processor version that user space reads.</summary>
internal sealed class E11ProcessorVersion : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E11";

    /// <inheritdoc/>
    public override string Setting =>
        "User space reads the special registers of a POWER7 vcpu.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        run.See("the processor version that KVM_GET_SREGS returns", Hex(guest.Vcpu.GetSpecialRegisters().Pvr), "0x0", "0x3f0201");
    }
}
