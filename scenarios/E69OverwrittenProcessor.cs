// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>The processor that a vcpu runs on.</summary>
internal sealed class E69OverwrittenProcessor : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E69";

    /// <inheritdoc/>
    public override string Setting =>
        "One thread takes two vcpus of a core into the guest; the thread of the other vcpu goes to sleep until they are out. "
        + "There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The number is overwritten by the preemption notifiers of the thread that goes to sleep, and this host has none.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
