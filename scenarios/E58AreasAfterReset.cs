// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>The areas of a guest that is started anew.</summary>
internal sealed class E58AreasAfterReset : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E58";

    /// <inheritdoc/>
    public override string Setting =>
        "User space resets a guest without destroying its vcpus. The new kernel of the guest has not registered the areas of "
        + "the old one. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "User space has no call for this, at the commit or here: it was added later. A reset that destroys the vcpus and "
        + "creates new ones removes the areas.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
