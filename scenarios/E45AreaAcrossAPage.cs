// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>Virtual processor areas at addresses where none may be.</summary>
internal sealed class E45AreaAcrossAPage : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E45";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest registers its virtual processor area at address 0, which LoPAR does not allow, and then across a boundary of 4 KB.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        guest.WriteLengthOfArea(0, 640);
        guest.WriteLengthOfArea(0xf80, 640);
        run.See(
            "H_REGISTER_VPA at 0", guest.Vcpu.RegisterArea(1, processor: 0, 0).InWords(), "H_SUCCESS, by the host",
            "H_PARAMETER, by the host");
        run.See(
            "H_REGISTER_VPA at 0xf80", guest.Vcpu.RegisterArea(1, processor: 0, 0xf80).InWords(), "H_SUCCESS, by the host",
            "H_PARAMETER, by the host");
    }
}
