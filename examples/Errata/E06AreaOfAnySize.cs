// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using static Kernel.Examples.Errata.ScenarioCalls;

namespace Kernel.Examples.Errata;

/// <summary>A part of a real mode area, of a size that no processor has a limit for.</summary>
internal sealed class E06AreaOfAnySize : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E06";

    /// <inheritdoc/>
    public override string Setting =>
        "A POWER7 host with a real mode area of 64 MB in its pool; user space makes the first 48 MB of it slot 0, and the first vcpu " +
        "runs.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        KvmSystem system = run.Boot();
        system.AddRealModeArea(64 << 20);
        VirtualMachine machine = system.CreateVirtualMachine();
        VirtualCpu vcpu = machine.CreateVcpu(0);
        machine.AllocateRealModeArea(out RealModeArea? area).ThrowIfFailed("KVM_ALLOCATE_RMA");
        using (area)
            machine.SetMemoryRegion(slot: 0, guestAddress: 0, 48 << 20, area!.Map()).ThrowIfFailed("slot 0");

        run.See("the guest's LPCR before", Hex(machine.Lpcr), "0x804800000000700d");
        run.See("setting the real mode area up", vcpu.SetUpRealModeArea(), "Success", "EINVAL");
        run.See("the guest's LPCR", Hex(machine.Lpcr), "0xfffffffffc00700d", "0x804800000000700d");
    }
}
