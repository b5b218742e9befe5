// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A vcpu number of 33 bits.</summary>
internal sealed class E60WideNumber : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E60";

    /// <inheritdoc/>
    public override string Setting =>
        "User space of a machine with vcpu 0 creates a vcpu with the number 0x1_0000_0001, and then one with the number 1.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        run.See("KVM_CREATE_VCPU with 0x1_0000_0001", ResultOfCreating(guest.Machine, 0x1_0000_0001ul), "Success", "EINVAL");
        run.See("KVM_CREATE_VCPU with 1", ResultOfCreating(guest.Machine, 1), "EEXIST", "Success");
    }
}
