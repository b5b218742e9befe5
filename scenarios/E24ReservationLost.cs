// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Scenarios;

/// <summary>Two processors that try to lock the same entry.</summary>
internal sealed class E24ReservationLost : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E24";

    /// <inheritdoc/>
    public override string Setting =>
        "An entry's lock is taken by a pair of instructions of which the second may fail; then the attempt has to be reported as one " +
        "that failed. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect is in the original's inline assembly: it loads the number of a register where it means the register's content, and " +
        "whether that matters depends on the registers that the C compiler chooses. The port has one compare-and-exchange in its " +
        "place.";

    /// <inheritdoc/>
    public override bool CanRun => false;

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {

    }
}
