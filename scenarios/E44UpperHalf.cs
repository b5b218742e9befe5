// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A guest that prods a processor with a number of 33 bits.</summary>
internal sealed class E44UpperHalf : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E44";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest with two vcpus prods the processor 0x100000001, which it does not have, and registers an area for it.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2);
        guest.WriteLengthOfArea(0x10000, 640);

        run.See("H_PROD of 0x100000001", guest.Vcpu.Prod(0x1_0000_0001).InWords(), "H_SUCCESS, by the host", "H_PARAMETER, by the host");
        run.See(
            "H_REGISTER_VPA for 0x100000001", guest.Vcpu.RegisterVpa(1ul << 45, 0x1_0000_0001, 0x10000).InWords(),
            "H_SUCCESS, by the host", "H_PARAMETER, by the host");
    }
}
