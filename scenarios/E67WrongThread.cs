// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>The thread that wakes the others.</summary>
internal sealed class E67WrongThread : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E67";

    /// <inheritdoc/>
    public override string Setting =>
        "A hardware thread leaves the guest and wakes those of its core that nap, itself excepted. There is nothing to run "
        + "here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect is in the original's assembly: it shifts by the number of a register instead of by what the register holds. "
        + "The mask then names thread 4, which a POWER7 core does not have, and a thread that leaves is not among those that nap.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
