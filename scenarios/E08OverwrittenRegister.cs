// SPDX-License-Identifier: GPL-2.0-only
using static Kernel.Scenarios.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>What the first run does to a register of the guest.</summary>
internal sealed class E08LostRegister : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E08";

    /// <inheritdoc/>
    public override string Setting =>
        "User space gives the guest 0x1234 in r4, as a boot loader's argument may be, and the first run sets the virtual real mode " +
        "area up.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        guest.Vcpu.Gpr[4] = 0x1234;

        run.See("setting the real mode area up", guest.Vcpu.TrySetUpRealModeArea(), "Success");
        run.See("the guest's r4", Hex(guest.Vcpu.Gpr[4]), "0xfffe7", "0x1234");
    }
}
