// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A register that the guest leaves behind.</summary>
internal sealed class E68LeftoverRegister : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E68";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest writes a secret to SPRG3 and leaves for the host. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "Programs of a real host can read SPRG3. Nothing in this host does, and its programs are not run instruction by "
        + "instruction.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
