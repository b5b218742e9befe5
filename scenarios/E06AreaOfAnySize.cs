// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A slot that covers a part of a real mode area, of a size for which no processor has a limit.</summary>
internal sealed class E06AreaOfAnySize : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E06";

    /// <inheritdoc/>
    public override string Setting =>
        "A PPC970 booted with kvm_rma_size=64M kvm_rma_count=1. User space allocates the area and registers its first 48 MB as slot "
        + "0. Then the first vcpu runs, which sets up the area.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuestOnRealModeArea(48 << 20);

        run.See("HID4 for the guest, before", Hex(guest.Machine.Lpcr), "0x20000000dc50000");
        run.See("setting up the real mode area", guest.Vcpu.TrySetUpRealModeArea(), "Success", "EINVAL");
        run.See("HID4 for the guest, after", Hex(guest.Machine.Lpcr), "0xffffffffffffffe0", "0x20000000dc50000");
    }
}
