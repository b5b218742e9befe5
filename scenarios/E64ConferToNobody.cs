// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A vcpu that lends its processor to one that does not exist.</summary>
internal sealed class E64ConferToNobody : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E64";

    /// <inheritdoc/>
    public override string Setting => "A guest with vcpus 0 and 1. Vcpu 0 lends its processor to vcpu 1, to all others, and to vcpu 99.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0, vcpus: 2);
        run.See("H_CONFER to vcpu 1", guest.Vcpu.Confer(1, 0).InWords(), "H_SUCCESS, by the host");
        run.See("H_CONFER to all others", guest.Vcpu.Confer(ulong.MaxValue, 0).InWords(), "H_SUCCESS, by the host");
        run.See("H_CONFER to vcpu 99", guest.Vcpu.Confer(99, 0).InWords(), "H_SUCCESS, by the host", "H_PARAMETER, by the host");
    }
}
