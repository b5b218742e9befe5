// SPDX-License-Identifier: GPL-2.0-only
using static Kernel.Scenarios.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A slot that is deleted and comes back with other memory.</summary>
internal sealed class E05DeletedSlot : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E05";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest enters a page of slot 0. User space deletes the slot, then sets it again with other memory, and the guest enters the " +
        "page again. At last a deletion is refused, because the address that comes with it is no multiple of 16 MB.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        run.See("H_ENTER of 16 MB at 0, entry 8", guest.Vcpu.EnterHugePage(8, 0).InWords(), "H_SUCCESS, by the host");
        ulong before = guest.RealAddress(0);

        run.See("deleting the slot", guest.Machine.TrySetMemoryRegion(0, 0, 0, 0), "Success");
        run.See("entry 8", IsValid(guest) ? "valid: the guest still reaches the memory" : "invalid", "valid: the guest still reaches the memory", "invalid");
        run.See("pages that stay pinned", guest.PinnedPages, "1", "0");

        run.See("the slot with other memory", guest.Machine.TrySetMemoryRegion(0, 0, HugePageSize, guest.System.Process.MapHugePages(HugePageSize)), "Success");
        run.See("H_ENTER of 16 MB at 0, entry 9", guest.Vcpu.EnterHugePage(9, 0).InWords(), "H_SUCCESS, in real mode", "H_SUCCESS, by the host");
        run.See("what entry 9 maps", guest.RealAddress(0) == before ? "the old memory" : "the new memory", "the old memory", "the new memory");

        run.See("a deletion with the address 0x10000", guest.Machine.TrySetMemoryRegion(0, 0x10000, 0, 0), "EINVAL");
        run.See("the slot after it", guest.Machine.MemorySlots[0].IsInvalid ? "disabled for good" : "as before", "disabled for good", "as before");
    }

    private static bool IsValid(Guest guest) => (guest.Entry(8).Entry.First & 1) != 0;
}
