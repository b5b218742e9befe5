// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A slot that is deleted and created again with other memory.</summary>
internal sealed class E05DeletedSlot : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E05";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest enters a page of slot 0. User space deletes the slot, then creates it again with other memory, and the guest "
        + "enters the page again. Finally, a deletion is refused because the address that is passed with it is not a multiple of 16 "
        + "MB.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        run.See("H_ENTER of 16 MB at 0, entry 8", guest.Vcpu.EnterHugePage(8, 0).InWords(), "H_SUCCESS, by the host");
        ulong before = guest.RealAddress(0);

        run.See("deleting the slot", guest.Machine.TrySetMemoryRegion(0, 0, 0, 0), "Success");
        run.See(
            "entry 8", IsValid(guest) ? "valid: the guest still reaches the memory" : "invalid",
            "valid: the guest still reaches the memory", "invalid");
        run.See("pages still pinned", guest.PinnedPages, "1", "0");

        ulong user = guest.System.Process.MapHugePages(HugePageSize);
        run.See("creating the slot with other memory", guest.Machine.TrySetMemoryRegion(0, 0, HugePageSize, user), "Success");
        run.See(
            "H_ENTER of 16 MB at 0, entry 9", guest.Vcpu.EnterHugePage(9, 0).InWords(),
            "H_SUCCESS, in real mode", "H_SUCCESS, by the host");
        run.See(
            "what entry 9 maps", guest.RealAddress(0) == before ? "the old memory" : "the new memory",
            "the old memory", "the new memory");

        run.See("deleting the slot with the address 0x10000", guest.Machine.TrySetMemoryRegion(0, 0x10000, 0, 0), "EINVAL");
        run.See(
            "the slot after the refused deletion", guest.Machine.MemorySlots[0].IsInvalid ? "invalid for good" : "unchanged",
            "invalid for good", "unchanged");
    }

    private static bool IsValid(Guest guest) => (guest.Entry(8).Entry.First & 1) != 0;
}
