// SPDX-License-Identifier: GPL-2.0-only
using static Kernel.Scenarios.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A part of a real mode area, of a size that no processor has a limit for.</summary>
internal sealed class E06AreaOfAnySize : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E06";

    /// <inheritdoc/>
    public override string Setting =>
        "A PPC970 that was booted with kvm_rma_size=64M kvm_rma_count=1; user space takes the area and makes the first 48 MB of it " +
        "slot 0. Then the first vcpu runs, which sets the area up.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuestOnRealModeArea(48 << 20);

        run.See("HID4 for the guest before", Hex(guest.Machine.Lpcr), "0x20000000dc50000");
        run.See("setting the real mode area up", guest.Vcpu.TrySetUpRealModeArea(), "Success", "EINVAL");
        run.See("HID4 for the guest", Hex(guest.Machine.Lpcr), "0xffffffffffffffe0", "0x20000000dc50000");
    }
}
