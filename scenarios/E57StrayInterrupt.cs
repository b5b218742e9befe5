// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>Hardware threads that belong to a guest.</summary>
internal sealed class E57StrayInterrupt : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E57";

    /// <inheritdoc/>
    public override string Setting =>
        "While a guest has a core, its secondary threads must stay offline for the host, and be woken by the first thread "
        + "alone. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "This host never brings a secondary thread online, and interrupts of devices do not reach offline threads.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
