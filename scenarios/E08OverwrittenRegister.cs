// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>What the first run does to a register of the guest.</summary>
internal sealed class E08OverwrittenRegister : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E08";

    /// <inheritdoc/>
    public override string Setting =>
        "User space puts 0x1234 into the guest's r4, as a boot loader might pass an argument, and the first run sets up the virtual "
        + "real mode area.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        guest.Vcpu.Gpr[4] = 0x1234;

        run.See("setting up the virtual real mode area", guest.Vcpu.TrySetUpRealModeArea(), "Success");
        run.See("the guest's r4", Hex(guest.Vcpu.Gpr[4]), "0xfffe7", "0x1234");
    }
}
