// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>An entry that is removed, and the moment before its translation goes.</summary>
internal sealed class E12EntryFreedEarly : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E12";

    /// <inheritdoc/>
    public override string Setting =>
        "Two vcpus. Vcpu 1 removes entry 8, and its tlbie takes long. Meanwhile another processor stores by the old translation, which " +
        "sets the change bit, and vcpu 0 enters another page, wherever there is room in the group of entry 8.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2, options: new KvmSystemOptions { Instruments = new InstrumentOptions { RecordInvalidations = true } });
        run.See("H_ENTER of 16 MB at 0x1000000, entry 8", guest.Vcpu.EnterHugePage(8, HugePageSize).InWords(), "H_SUCCESS, by the host");
        run.See("H_ENTER of 16 MB at 0x2000000, entry 20", guest.Vcpu.EnterHugePage(20, 2 * HugePageSize).InWords(), "H_SUCCESS, by the host");

        HypercallOutcome outcome = guest.DuringInvalidation("H_REMOVE", vcpu => vcpu.Remove(HypercallOptions.None, 8), () =>
        {
            guest.Machine.HashedPageTable.HardwareUseOldTranslation(8, HptEntry.ChangedBit);
            HypercallOutcome entered = guest.Vcpu.Enter(HypercallOptions.None, 8, HptEntry.LargeBit, 2 * HugePageSize | HptEntry.CoherentBit);
            run.See("before the tlbie, H_ENTER in the group of entry 8", entered.InWords(), "H_SUCCESS, in real mode");
            run.See("the entry that it was given", guest.Vcpu.Gpr[4], "8", "9");
        });
        run.See("H_REMOVE", outcome.InWords(), "H_SUCCESS, in real mode");
        run.See("the change bit that H_REMOVE reports", (guest.Vcpus[1].Gpr[5] & HptEntry.ChangedBit) != 0 ? "set" : "lost", "lost", "set");
    }
}
