// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Scenarios.Running;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>An entry with a storage key.</summary>
internal sealed class E16KeyBits : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E16";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest enters a page with bits 62 to 60 of the second doubleword set: 61 and 60 are the upper bits of the storage key.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        const ulong bits = 0x7000_0000_0000_0000;
        Guest guest = run.BootGuest();
        run.See(
            "H_ENTER of 16 MB at 0x1000000, entry 8",
            guest.Vcpu.Enter(8, HptEntry.LargeBit, HugePageSize | HptEntry.CoherentBit | bits).InWords(), "H_SUCCESS, by the host");
        run.See("bits 62 to 60 that the hardware sees", Hex(guest.Entry(8).Entry.Second & bits), "0x0", "0x7000000000000000");
        run.See("bits 62 to 60 that H_READ returns to the guest", Hex(guest.Entry(8).GuestEntry.Second & bits), "0x7000000000000000");
    }
}
