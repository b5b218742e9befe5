// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A vcpu for whose core there is no memory.</summary>
internal sealed class E21VcpuWithoutCore : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E21";

    /// <inheritdoc/>
    public override string Setting =>
        "User space creates a vcpu, and there is no memory for its core. On another host everything succeeds; then the system is "
        + "shut down.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        VirtualMachine machine = run.Boot().CreateVirtualMachine();
        run.System.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);
        run.Try(
            "KVM_CREATE_VCPU without memory for the core", () => ResultOfCreating(machine, 0),
            "kernel BUG: NULL pointer dereference in kvm_arch_vcpu_create", "ENOMEM");

        run.Boot().CreateVirtualMachine().CreateVcpu(0);
        run.SeeLeaks("(ulong)sizeof(kvmppc_vcore)", "nothing");
    }
}
