// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>Descriptors and exec.</summary>
internal sealed class E71InheritedDescriptors : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E71";

    /// <inheritdoc/>
    public override string Setting =>
        "User space allocates a real mode area or a translation table, then executes another program. There is nothing to run "
        + "here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The processes of this host do not execute other programs.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
