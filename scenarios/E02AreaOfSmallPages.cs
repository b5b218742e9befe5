// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Scenarios;

/// <summary>A PPC970 guest whose memory is the area that was set aside for it.</summary>
internal sealed class E02AreaOfSmallPages : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E02";

    /// <inheritdoc/>
    public override string Setting =>
        "A PPC970 that was booted with kvm_rma_size=64M kvm_rma_count=1; user space takes the area, maps it and makes it slot 0. Then " +
        "the first vcpu runs, which sets the area up.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuestOnRealModeArea();

        run.See("setting the real mode area up", guest.Vcpu.TrySetUpRealModeArea(), "EINVAL", "Success");
        run.See("the guest can run", guest.Machine.IsRealModeAreaSetUp, "no", "yes");
    }
}
