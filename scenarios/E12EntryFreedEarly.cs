// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>An entry that is removed, and what happens before its translation is invalidated.</summary>
internal sealed class E12EntryFreedEarly : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E12";

    /// <inheritdoc/>
    public override string Setting =>
        "Two vcpus. Vcpu 1 removes entry 8, and its tlbie is held up. Meanwhile another processor stores through the old "
        + "translation, which sets the change bit, and vcpu 0 enters another page into any free entry of the group of entry 8.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2, instruments: new InstrumentOptions { RecordInvalidations = true });
        run.See("H_ENTER of 16 MB at 0x1000000, entry 8", guest.Vcpu.EnterHugePage(8, HugePageSize).InWords(), "H_SUCCESS, by the host");
        run.See(
            "H_ENTER of 16 MB at 0x2000000, entry 20", guest.Vcpu.EnterHugePage(20, 2 * HugePageSize).InWords(), "H_SUCCESS, by the host");

        HypercallOutcome outcome = guest.DuringInvalidation("H_REMOVE", vcpu => vcpu.Remove(HypercallOptions.None, 8), () =>
        {
            guest.Machine.HashedPageTable.HardwareUseOldTranslation(8, HptEntry.ChangedBit);
            HptEntry entry = new(HptEntry.LargeBit, 2 * HugePageSize | HptEntry.CoherentBit);
            HypercallOutcome entered = guest.Vcpu.Enter(HypercallOptions.None, 8, entry);
            run.See("H_ENTER in the group of entry 8, before the tlbie", entered.InWords(), "H_SUCCESS, in real mode");
            run.See("the entry that it took", guest.Vcpu.Gpr[4], "8", "9");
        });
        run.See("H_REMOVE", outcome.InWords(), "H_SUCCESS, in real mode");
        run.See("the change bit that H_REMOVE reports", (guest.Vcpus[1].Gpr[5] & HptEntry.ChangedBit) != 0 ? "set" : "lost", "lost", "set");
    }
}
