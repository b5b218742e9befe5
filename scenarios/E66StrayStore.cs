// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>A register that is saved at a wrong address.</summary>
internal sealed class E66StrayStore : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E66";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest sets its data stream control register (DSCR) and leaves for the host. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The port leaves DSCR out, like the other registers that have no part in the management of memory. In the original, the "
        + "store uses the host's value of the register as the address of the vcpu.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
