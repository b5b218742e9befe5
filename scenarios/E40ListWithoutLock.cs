// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>Two vcpus of a core; the host walks the list of those that run.</summary>
internal sealed class E40ListWithoutLock : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E40";

    /// <inheritdoc/>
    public override string Setting => "Two vcpus of one core run at the same time, and leave the guest.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect shows only if a vcpu takes itself off the list, because of a signal, between two steps of the walk. Nothing outside of "
        + "the kernel can bring that about.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run) => run.SeeTwoVcpusOfACoreStop();
}
