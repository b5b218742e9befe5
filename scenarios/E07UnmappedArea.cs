// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A virtual real mode area, one page of which the kernel cannot get.</summary>
internal sealed class E07UnmappedArea : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E07";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest with 64 MB in slot 0. Its first run maps all of it as the virtual real mode area, but the kernel cannot get the "
        + "third page. Then a second run tries again.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        guest.System.Instruments.Faults.FailNext(AllocationPoint.UserPage, after: 2);

        run.See("set-up in the first run", guest.Vcpu.TrySetUpRealModeArea(), "Success", "EINVAL");
        run.See("the area counts as set up", guest.Machine.IsRealModeAreaSetUp, "yes", "no");
        run.See("set-up in the second run", guest.Vcpu.TrySetUpRealModeArea(), "Success");
        run.See("16 MB pages that the guest reaches in real mode", guest.Machine.HashedPageTable.ValidCount, "2", "4");
    }
}
