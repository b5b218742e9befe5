// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>An entry that is protected, and a store just before its translation is invalidated.</summary>
internal sealed class E33LostChangeBit : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E33";

    /// <inheritdoc/>
    public override string Setting =>
        "Two vcpus. Vcpu 1 makes entry 8 read-only, and its tlbie is held up. Meanwhile another processor stores through the old "
        + "translation, which sets the change bit.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2, instruments: new InstrumentOptions { RecordInvalidations = true });
        run.See("H_ENTER of 16 MB at 0x1000000, entry 8", guest.Vcpu.EnterHugePage(8, HugePageSize).InWords(), "H_SUCCESS, by the host");

        HypercallOutcome outcome = guest.DuringInvalidation("H_PROTECT", vcpu => vcpu.MakeReadOnly(8), () =>
        {
            guest.Machine.HashedPageTable.HardwareUseOldTranslation(8, HptEntry.ChangedBit);
            run.See("the change bit before the tlbie", InWords(guest), "set");
        });
        run.See("H_PROTECT", outcome.InWords(), "H_SUCCESS, in real mode");
        run.See("the change bit after the tlbie", InWords(guest), "lost", "set");
    }

    private static string InWords(Guest guest) => (guest.Entry(8).Entry.Second & HptEntry.ChangedBit) != 0 ? "set" : "lost";
}
