// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A slot that is deleted and created again with more memory.</summary>
internal sealed class E04SlotArray : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E04";

    /// <inheritdoc/>
    public override string Setting =>
        "User space deletes slot 3, which never existed. Then slot 0, of 16 MB, is entered, deleted and created again with 64 MB, "
        + "and the guest enters its last page. The array survives a deletion only with E05 as written, so E05 is as written in both "
        + "runs.";

    /// <inheritdoc/>
    public override IReadOnlyList<Erratum> AlsoAsWritten => [Erratum.E05];

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 0);
        run.See("deleting slot 3, which does not exist", guest.Machine.TrySetMemoryRegion(3, 0, 0, 0), "ENOMEM", "Success");

        ulong user = guest.System.Process.MapHugePages(4 * HugePageSize);
        run.See("creating slot 0 with 16 MB", guest.Machine.TrySetMemoryRegion(0, 0, HugePageSize, user), "Success");
        run.See("H_ENTER of 16 MB at 0, entry 8", guest.Vcpu.EnterHugePage(8, 0).InWords(), "H_SUCCESS, by the host");
        run.See("deleting slot 0", guest.Machine.TrySetMemoryRegion(0, 0, 0, 0), "Success");
        run.See("creating slot 0 with 64 MB", guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePageSize, user), "Success");
        run.See("entries in its array", guest.Machine.ReadSlotPages(0).Length, "1", "4");
        run.Try(
            "H_ENTER of 16 MB at 0x3000000, entry 9", () => guest.Vcpu.EnterHugePage(9, 3 * HugePageSize).InWords(),
            "kernel oops: access outside slot_phys[0]: index 3, length 1", "H_SUCCESS, by the host");
    }
}
