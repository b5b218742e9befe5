// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>Two vcpus of a core, one of which may be too late to enter the guest.</summary>
internal sealed class E36LateVcpu : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E36";

    /// <inheritdoc/>
    public override string Setting =>
        "Two vcpus of one core run at the same time. If one of them is started while the other leaves the guest, it does not enter.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect shows only if a vcpu is started between the moment at which another begins to leave the guest and the moment at which "
        + "the core has left it. Nothing outside of the kernel can bring that about; the tests set the core's counts themselves.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run) => run.SeeTwoVcpusOfACoreStop();
}
