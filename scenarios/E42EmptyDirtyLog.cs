// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Numerics;
using Kernel.PageTables;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>Pages that a guest writes, one of them through an entry that it then removes, and the dirty log of their slot.</summary>
internal sealed class E42EmptyDirtyLog : ErratumScenario
{
    private const int PagesOfASlot = 256;       // 16 MB of 64 KB

    /// <inheritdoc/>
    public override string Number => "E42";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest has 16 MB in slot 0, which has a dirty log. It enters pages 1 and 2 of 64 KB, writes to both and removes the entry of "
        + "page 2. User space reads the log, and reads it again after another store to page 1.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 1);
        guest.Machine.SetMemoryRegion(slot: 0, guestAddress: 0, HugePageSize, guest.User, MemorySlotOptions.LogDirtyPages);
        run.See("H_ENTER of page 1, entry 8", guest.Vcpu.Enter64K(8, 0x10000).InWords(), "H_SUCCESS, by the host");
        run.See("H_ENTER of page 2, entry 9", guest.Vcpu.Enter64K(9, 0x20000).InWords(), "H_SUCCESS, in real mode");
        run.See("the log before the stores", DirtyPages(guest), "empty");

        run.See("storing to page 1", guest.Machine.HashedPageTable.HardwareSetReferenceChange(8, HptEntry.ChangedBit), "yes");
        run.See("storing to page 2", guest.Machine.HashedPageTable.HardwareSetReferenceChange(9, HptEntry.ChangedBit), "yes");
        run.See("H_REMOVE of entry 9", guest.Vcpu.Remove(HypercallOptions.None, 9).InWords(), "H_SUCCESS, in real mode");
        run.See("the log after the stores", DirtyPages(guest), "empty", "1, 2");
        run.See("the log when nothing is written", DirtyPages(guest), "empty");

        run.See("storing to page 1 again", guest.Machine.HashedPageTable.HardwareSetReferenceChange(8, HptEntry.ChangedBit), "yes");
        run.See("the log after that store", DirtyPages(guest), "empty", "1");
    }

    private static string DirtyPages(Guest guest)
    {
        Span<ulong> log = stackalloc ulong[PagesOfASlot / 64];
        guest.Machine.GetDirtyLog(0, log);
        var pages = new List<string>();
        for (int word = 0; word < log.Length; word++)
        {
            for (ulong bits = log[word]; bits != 0; bits &= bits - 1)
                pages.Add((64 * word + BitOperations.TrailingZeroCount(bits)).ToString(CultureInfo.InvariantCulture));
        }
        return pages.Count == 0 ? "empty" : string.Join(", ", pages);
    }
}
