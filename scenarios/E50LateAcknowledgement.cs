// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A secondary thread that is woken to run a vcpu.</summary>
internal sealed class E50LateAcknowledgement : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E50";

    /// <inheritdoc/>
    public override string Setting => "Two vcpus of one core run at the same time: the core's second thread is woken by an interrupt.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect shows only if a stray interrupt wakes the thread, and the first thread gives it a vcpu between two of its "
        + "instructions. Nothing outside of the kernel can bring that about.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run) => run.SeeTwoVcpusOfACoreStop();
}
