// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A vcpu with the largest possible number.</summary>
internal sealed class E31NegativeCore : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E31";

    /// <inheritdoc/>
    public override string Setting =>
        "User space of a PPC970 host, where each vcpu has a core of its own, creates vcpu 4294967295.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        VirtualMachine machine = run.Boot(new KvmSystemOptions { Cpu = CpuModel.Ppc970 }).CreateVirtualMachine();
        run.Try(
            "KVM_CREATE_VCPU", () => ResultOfCreating(machine, -1), "kernel oops: access outside vcores: index -1, length 1024", "EINVAL");
    }
}
