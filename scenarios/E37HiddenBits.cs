// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A guest that asks for an entry with its own address.</summary>
internal sealed class E37HiddenBits : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E37";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest enters the 16 MB page at 0x1000000, and a store to the page sets the reference and change bits. Then it reads the "
        + "entry, without R_XLATE and with it.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        run.See("H_ENTER of 16 MB at 0x1000000, entry 8", guest.Vcpu.EnterHugePage(8, HugePageSize).InWords(), "H_SUCCESS, by the host");
        guest.Machine.HashedPageTable.HardwareSetReferenceChange(8, HptEntry.ReferencedBit | HptEntry.ChangedBit);

        run.See("H_READ", guest.Vcpu.Read(HypercallOptions.None, 8).InWords(), "H_SUCCESS, in real mode");
        run.See("the bits in its result", Bits(guest), "R and C");
        run.See("H_READ with R_XLATE", guest.Vcpu.Read(HypercallOptions.LogicalPage, 8).InWords(), "H_SUCCESS, in real mode");
        run.See("the bits in its result, with R_XLATE", Bits(guest), "none", "R and C");
    }

    private static string Bits(Guest guest) => (guest.Vcpu.Gpr[5] & (HptEntry.ReferencedBit | HptEntry.ChangedBit)) switch
    {
        0 => "none",
        HptEntry.ReferencedBit | HptEntry.ChangedBit => "R and C",
        _ => "one of R and C",
    };
}
