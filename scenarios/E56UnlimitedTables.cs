// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>The memory of I/O translation tables.</summary>
internal sealed class E56UnlimitedTables : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E56";

    /// <inheritdoc/>
    public override string Setting =>
        "User space creates table after table. Their pages cannot be swapped out, and nobody counts them. There is nothing to "
        + "run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The processes of this host have no limits, so there is nothing that the pages could count against.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
