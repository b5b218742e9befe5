// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A PPC970 guest whose memory is a preallocated real mode area.</summary>
internal sealed class E02AreaOfSmallPages : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E02";

    /// <inheritdoc/>
    public override string Setting =>
        "A PPC970 booted with kvm_rma_size=64M kvm_rma_count=1. User space allocates the area, maps it and registers it as slot 0. "
        + "Then the first vcpu runs, which sets up the area.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuestOnRealModeArea();

        run.See("setting up the real mode area", guest.Vcpu.TrySetUpRealModeArea(), "EINVAL", "Success");
        run.See("the guest can run", guest.Machine.IsRealModeAreaSetUp, "no", "yes");
    }
}
