// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A vcpu that cannot be created.</summary>
internal sealed class E61FailedVcpu : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E61";

    /// <inheritdoc/>
    public override string Setting =>
        "User space creates vcpu 4096. A machine has at most 1024 cores of four threads, so the last number is 4095.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        run.Try(
            "KVM_CREATE_VCPU", () => ResultOfCreating(guest.Machine, 4096),
            "kernel BUG: error pointer dereferenced in kvm_arch_vcpu_create", "EINVAL");
    }
}
