// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;

namespace Kernel.Scenarios;

/// <summary>Two locks that are taken in both orders.</summary>
internal sealed class E54LockOrder : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E54";

    /// <inheritdoc/>
    public override string Setting =>
        "A vcpu registers an area, which looks a vcpu up under the machine's lock while the caller's own lock is held. Another "
        + "thread that holds the machine's lock and wants the vcpu's would wait for ever. There is nothing to run here.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "No call of this interface takes a vcpu's lock while it holds the machine's, at the commit or here, so no two threads "
        + "can wait for each other. The order is wrong by the rules of the kernel alone.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
    }
}
