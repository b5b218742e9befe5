// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>Two processors that try to lock the same entry.</summary>
internal sealed class E24ReservationLost : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E24";

    /// <inheritdoc/>
    public override string Setting =>
        "An entry's lock is taken by a pair of instructions, the second of which may fail; the attempt must then be reported as "
        + "failed. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect is in the original's inline assembly: it loads the number of a register instead of the register's content. "
        + "Whether that matters depends on the registers that the C compiler chooses. The port uses one compare-and-exchange instead.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
