// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;

namespace Kernel.Scenarios;

/// <summary>A system call that cannot copy its argument.</summary>
internal sealed class E52FreedError : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E52";

    /// <inheritdoc/>
    public override string Setting =>
        "User space sets the special registers of a vcpu, and there is no memory for the kernel's copy of them.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        guest.System.Instruments.Faults.FailNext(AllocationPoint.Slab);
        run.Try(
            "KVM_SET_SREGS without memory for the copy", () => guest.Vcpu.TrySetSpecialRegisters(new SpecialRegisters(0x3f_0201, [])),
            "kernel oops: kfree of 0xfffffffffffffff4, which is no object's address", "ENOMEM");
    }
}
