// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A guest that registers an area for another vcpu twice.</summary>
internal sealed class E10AreaOfOtherVcpu : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E10";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest with two vcpus. Vcpu 0 registers the area that vcpu 1 shares with the hypervisor, then registers another one in "
        + "its place. Only with E35 as written does the caller replace the area, so E35 is as written in both runs.";

    /// <inheritdoc/>
    public override IReadOnlyList<Erratum> AlsoAsWritten => [Erratum.E35];

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2);
        guest.WriteLengthOfArea(0x10000, 640);
        guest.WriteLengthOfArea(0x20000, 640);

        run.See(
            "H_REGISTER_VPA for vcpu 1 at 0x10000", guest.Vcpu.RegisterArea(1, processor: 1, 0x10000).InWords(), "H_SUCCESS, by the host");
        if (!run.Try(
            "H_REGISTER_VPA for vcpu 1 at 0x20000", () => guest.Vcpu.RegisterArea(1, processor: 1, 0x20000).InWords(),
            "kernel BUG: virt_to_page of 0x0, which is no page's address", "H_SUCCESS, by the host"))
            return;
        ulong frame = guest.RealAddress(0) >> guest.System.Options.PageShift;
        run.See(
            "references to the areas' page, by its mapping, its slot and one area",
            guest.System.PhysicalMemory.ReferenceCount(frame), "3");
    }
}
