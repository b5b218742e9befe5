// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A hypercall that is rejected after its page was pinned.</summary>
internal sealed class E27RejectedEnter : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E27";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest enters a page that is not yet pinned, at an index beyond the table.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        const int beyond = 1 << 20;
        Guest guest = run.BootGuest();
        run.See("H_ENTER of 16 MB at 0, entry 0x100000", guest.Vcpu.EnterHugePage(beyond, 0).InWords(), "H_PARAMETER, by the host");
        run.See("pinned pages", guest.PinnedPages, "1", "0");
    }
}
