// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>Entries that the architecture rules out.</summary>
internal sealed class E17InvalidEntries : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E17";

    /// <inheritdoc/>
    public override string Setting =>
        "A POWER7 guest enters a page with a reserved segment size, and a 16 MB page at an odd multiple of 8 MB. A PPC970 guest "
        + "enters a page with strong access order (WIMG 1110).";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        const ulong reservedSegmentSize = 0x8000_0000_0000_0000;
        const ulong lowestAddressBit = 0x80;
        const ulong strongAccessOrder = 0x70;
        Guest guest = run.BootGuest();
        run.See(
            "H_ENTER with segment size 2",
            guest.Vcpu.Enter(8, HptEntry.LargeBit | reservedSegmentSize, HptEntry.CoherentBit).InWords(),
            "H_SUCCESS, by the host", "H_PARAMETER, in real mode");
        run.See("entry 8", Hex(guest.Entry(8).Entry.First), "0x8000000000000005", "0x0");
        run.See(
            "H_ENTER of a 16 MB page at an odd multiple of 8 MB",
            guest.Vcpu.Enter(9, HptEntry.LargeBit | lowestAddressBit, HptEntry.CoherentBit).InWords(),
            "H_SUCCESS, in real mode", "H_PARAMETER, in real mode");

        guest = run.BootGuest(options: new KvmSystemOptions { Cpu = CpuModel.Ppc970 });
        run.See(
            "PPC970: H_ENTER with WIMG 1110", guest.Vcpu.Enter(8, HptEntry.LargeBit, strongAccessOrder).InWords(),
            "H_SUCCESS, by the host", "H_PARAMETER, by the host");
    }
}
