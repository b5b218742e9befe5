// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A slot of four 16 MB pages, and a guest that enters pages other than its first.</summary>
internal sealed class E01SlotPageIndex : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E01";

    /// <inheritdoc/>
    public override string Setting =>
        "A POWER7 host with 64 KB pages, and a guest with a slot of 64 MB, whose array has four entries. The guest enters 64 KB "
        + "page 1 at 0x10000, registers an area in 16 MB page 1, which pins that page, and enters 64 KB page 1 again. Then it enters "
        + "16 MB page 1 itself. Finally, a guest of the same size on a host with 4 KB pages does so.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        guest.WriteLengthOfArea(HugePageSize, 640);

        run.See(
            "H_ENTER of 64 KB at 0x10000, entry 8", guest.Vcpu.Enter64K(8, 0x10000).InWords(),
            "H_RESOURCE, by the host", "H_SUCCESS, by the host");
        run.See("H_REGISTER_VPA at 0x1000000", guest.Vcpu.RegisterArea(1, 0, HugePageSize).InWords(), "H_SUCCESS, by the host");
        run.See("H_ENTER of 64 KB at 0x10000, entry 9", guest.Vcpu.Enter64K(9, 0x10000).InWords(), "H_SUCCESS, in real mode");
        run.See("the 16 MB page of the slot that entry 9 maps", guest.PageOf(9), "1", "0");
        run.See(
            "H_ENTER of 16 MB at 0x1000000, entry 10", guest.Vcpu.EnterHugePage(10, HugePageSize).InWords(),
            "H_RESOURCE, by the host", "H_SUCCESS, in real mode");

        guest = run.BootGuest(options: new KvmSystemOptions { PageShift = 12 });
        run.Try(
            "on a host with 4 KB pages, H_ENTER of 16 MB at 0x1000000, entry 8", () => guest.Vcpu.EnterHugePage(8, HugePageSize).InWords(),
            "kernel oops: access outside slot_phys[0]: index 4096, length 4", "H_SUCCESS, by the host");
    }
}
