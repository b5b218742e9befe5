// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>Undefined flags, and a new address for an existing slot.</summary>
internal sealed class E28SlotFlags : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E28";

    /// <inheritdoc/>
    public override string Setting =>
        "User space registers slot 0 with flag 2, which the kernel itself uses to mark a slot that is being deleted. Then it "
        + "registers slot 1 twice, the second time with another user address.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        VirtualMachine machine = guest.Machine;
        ulong user = guest.System.Process.MapHugePages(HugePageSize);
        ulong other = guest.System.Process.MapHugePages(HugePageSize);

        run.See(
            "registering slot 0 with flag 2", machine.TrySetMemoryRegion(0, 0, HugePageSize, user, (MemorySlotOptions)2),
            "Success", "EINVAL");
        run.See("slots marked as being deleted", machine.MemorySlots.Count(slot => slot.IsInvalid), "1", "0");
        run.See("H_ENTER of 16 MB at 0, entry 8", guest.Vcpu.EnterHugePage(8, 0).InWords(), "H_PARAMETER, in real mode");

        run.See("registering slot 1", machine.TrySetMemoryRegion(1, 0x1_0000_0000, HugePageSize, user), "Success");
        run.See(
            "registering slot 1 with another user address", machine.TrySetMemoryRegion(1, 0x1_0000_0000, HugePageSize, other),
            "Success", "EINVAL");
        run.See("its user address has changed", machine.MemorySlots.Single(slot => slot.Id == 1).UserAddress == other, "no");
    }
}
