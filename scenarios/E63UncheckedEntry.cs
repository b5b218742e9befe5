// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>Entries of an I/O translation table that translate nothing.</summary>
internal sealed class E63UncheckedEntry : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E63";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest of 16 MB with a table for 2 MB of I/O addresses. An entry holds the address of a 4 KB page, and in its last two bits "
        + "what is permitted there.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        const ulong bus = 0x7100_0001;
        Guest guest = run.BootGuest(pages: 1);
        using TceTable table = guest.Machine.CreateTceTable(bus, 2 << 20);
        run.See("H_PUT_TCE at 0x1000, of 0x5003", Put(0x1000, 0x5003), "H_SUCCESS, in real mode");
        run.See("at 0x1008, inside the same 4 KB", Put(0x1008, 0x5003), "H_SUCCESS, in real mode", "H_PARAMETER, in real mode");
        run.See("at 0x2000, of 0x5013, inside a page", Put(0x2000, 0x5013), "H_SUCCESS, in real mode", "left to user space");
        run.See("at 0x2000, of 0x40000003, beyond the memory", Put(0x2000, 0x4000_0003), "H_SUCCESS, in real mode", "left to user space");
        run.See("at 0x2000, of 0x40000000, which permits nothing", Put(0x2000, 0x4000_0000), "H_SUCCESS, in real mode");

        string Put(ulong address, ulong entry) => guest.Vcpu.PutTce(bus, address, entry).InWords();
    }
}
