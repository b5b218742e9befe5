// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>The data address breakpoint.</summary>
internal sealed class E59CorruptedBreakpoint : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E59";

    /// <inheritdoc/>
    public override string Setting =>
        "A vcpu enters the guest with a breakpoint, while the performance monitor records addresses. There is nothing to run "
        + "here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect is in the processor: a write to DABR may store another value while the performance monitor updates SDAR. "
        + "This machine has no performance monitor.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
