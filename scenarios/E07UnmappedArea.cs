// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;

namespace Kernel.Scenarios;

/// <summary>A virtual real mode area of which a page cannot be had.</summary>
internal sealed class E07UnmappedArea : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E07";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest with 64 MB in slot 0. Its first run maps all of it as the virtual real mode area; the third page cannot be had. Then " +
        "a second run tries again.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        guest.System.Instruments.Faults.FailNext(AllocationPoint.UserPage, after: 2);

        run.See("the first run's set-up", guest.Vcpu.TrySetUpRealModeArea(), "Success", "EINVAL");
        run.See("the area counts as set up", guest.Machine.IsRealModeAreaSetUp, "yes", "no");
        run.See("the second run's set-up", guest.Vcpu.TrySetUpRealModeArea(), "Success");
        run.See("pages of 16 MB that the guest sees in real mode", guest.Machine.HashedPageTable.ValidCount, "2", "4");
    }
}
