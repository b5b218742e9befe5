// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A hypercall that does not exist.</summary>
internal sealed class E43RoundedNumber : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E43";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest enters a page. Then it makes a hypercall with the number 0x05, and the arguments that H_REMOVE, 0x04, would need to "
        + "remove the entry.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        run.See("H_ENTER of 16 MB at 0, entry 8", guest.Vcpu.EnterHugePage(8, 0).InWords(), "H_SUCCESS, by the host");
        HypercallOutcome outcome = guest.Vcpu.Hypercall((HypercallNumber)0x05, 0, 8);
        run.See("hypercall 0x05", outcome.InWords(), "H_SUCCESS, in real mode", "left to user space");
        run.See("entry 8", (guest.Entry(8).Entry.First & 1) != 0 ? "valid" : "removed", "removed", "valid");
    }
}
