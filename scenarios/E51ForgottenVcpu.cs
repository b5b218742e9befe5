// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A secondary thread that is done with its vcpu.</summary>
internal sealed class E51ForgottenVcpu : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E51";

    /// <inheritdoc/>
    public override string Setting => "Two vcpus of one core run at the same time, and the core's second thread goes back to its nap.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect shows only if the first thread comes round to its next run between two instructions of the second one. Nothing outside "
        + "of the kernel can bring that about.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run) => run.SeeTwoVcpusOfACoreStop();
}
