// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A kick that comes late.</summary>
internal sealed class E70NumberReadTwice : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E70";

    /// <inheritdoc/>
    public override string Setting =>
        "A thread kicks a vcpu at the moment at which the vcpu leaves the guest. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The port has the text of Linux 3.6, in which the number is read once. With the older text, it takes a store between "
        + "two reads that are a few instructions apart.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
