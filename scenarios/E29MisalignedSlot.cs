// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A slot whose user address is not a multiple of 16 MB.</summary>
internal sealed class E29MisalignedSlot : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E29";

    /// <inheritdoc/>
    public override string Setting =>
        "User space registers 16 MB of guest memory at a user address 64 KB above a multiple of 16 MB. The guest enters the last 64 "
        + "KB, then the first. The kernel looks up the page of the faulting address only with E03 as written, so E03 is as written in "
        + "both runs.";

    /// <inheritdoc/>
    public override IReadOnlyList<Erratum> AlsoAsWritten => [Erratum.E03];

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        ulong user = guest.System.Process.MapHugePages(2 * HugePageSize);
        ulong pinned = 0;
        guest.System.PagePinned += (_, pin) => pinned = pin.UserAddress;

        KvmResult registered = guest.Machine.TrySetMemoryRegion(0, 0, HugePageSize, user + 0x10000);
        run.See("registering slot 0", registered, "Success", "EINVAL");
        if (!registered.IsSuccess)
            return;
        run.See("H_ENTER of 64 KB at 0xff0000, entry 8", guest.Vcpu.Enter64K(8, 0xff0000).InWords(), "H_SUCCESS, by the host");
        run.See("H_ENTER of 64 KB at 0, entry 9", guest.Vcpu.Enter64K(9, 0).InWords(), "H_SUCCESS, in real mode");
        run.See(
            "user-space offset of guest address 0 from that multiple of 16 MB",
            Hex(guest.Machine.MemorySlots[0].UserAddress - user), "0x10000");
        run.See(
            "user-space offset of the memory that entry 9 maps",
            Hex(pinned - user + (guest.Entry(9).Entry.Second & 0xff_0000)), "0x1000000");
    }
}
