// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A slot that is deleted and created again with more memory.</summary>
internal sealed class E04SlotArray : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E04";

    /// <inheritdoc/>
    public override string Setting =>
        "A host with 4 KB pages. User space deletes slot 3, which never existed. Then slot 0, of 16 MB, is entered, deleted and created "
        + "again with 64 MB; the guest enters its last page, and the virtual machine goes. On another host slot 0 is created again with "
        + "513 pages of 16 MB, one more than fit into the last page of the old array. The array survives a deletion only with E05 as "
        + "written, and slot 3 can be deleted only with E72 as written, so both are as written in both runs.";

    /// <inheritdoc/>
    public override IReadOnlyList<Erratum> AlsoAsWritten => [Erratum.E05, Erratum.E72];

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0, options: new KvmSystemOptions { PageShift = 12 });
        run.See("deleting slot 3, which does not exist", guest.Machine.TrySetMemoryRegion(3, 0, 0, 0), "ENOMEM", "Success");

        Recreate(guest, pages: 4);
        run.See("entries in the array of slot 0, created again with 64 MB", guest.Machine.ReadSlotPages(0).Length, "1", "4");
        run.See(
            "H_ENTER of 16 MB at 0x3000000, entry 9", guest.Vcpu.EnterHugePage(9, 3 * HugePageSize).InWords(), "H_SUCCESS, by the host");
        guest.Machine.Dispose();
        run.See("pages still pinned after the virtual machine is gone", guest.PinnedPages, "1", "0");
        run.See("kernel memory leaked at shutdown", Leaked(guest.System), "page frames", "nothing");

        guest = run.BootGuest(pages: 0, options: new KvmSystemOptions { PageShift = 12 });
        Recreate(guest, pages: 513);
        run.Try(
            "H_ENTER of 16 MB at 0x200000000, entry 9", () => guest.Vcpu.EnterHugePage(9, 512 * HugePageSize).InWords(),
            "kernel oops: access outside slot_phys[0]: index 512, length 1", "H_SUCCESS, by the host");
    }

    private static void Recreate(Guest guest, ulong pages)
    {
        ulong user = guest.System.Process.MapHugePages(pages * HugePageSize);
        guest.Machine.SetMemoryRegion(0, 0, HugePageSize, user);
        guest.Vcpu.EnterHugePage(8, 0);
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        guest.Machine.SetMemoryRegion(0, 0, pages * HugePageSize, user);
    }

    private static string Leaked(KvmSystem system)
    {
        try
        {
            system.CheckForLeaks();
            return "nothing";
        }
        catch (NativeLeakException leaks)
        {
            return leaks.Leaks.All(block => block.Name.Contains("frames", StringComparison.Ordinal)) ? "page frames" : leaks.Message;
        }
    }
}
