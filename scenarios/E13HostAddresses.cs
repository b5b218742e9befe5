// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>What a guest learns from an entry that it removes.</summary>
internal sealed class E13HostAddresses : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E13";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest enters the 16 MB page at 0x1000000, removes the entry and then reads it.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        run.See("H_ENTER of 16 MB at 0x1000000, entry 8", guest.Vcpu.EnterHugePage(8, HugePageSize).InWords(), "H_SUCCESS, by the host");
        ulong host = guest.RealAddress(1);

        run.See("H_REMOVE", guest.Vcpu.Remove(HypercallOptions.None, 8).InWords(), "H_SUCCESS, in real mode");
        run.See("the address in its result", Whose(guest.Vcpu.Gpr[5]), "the host's real address", "the guest's address");
        run.See("H_READ", guest.Vcpu.Read(HypercallOptions.None, 8).InWords(), "H_SUCCESS, in real mode");
        run.See(
            "the address in its result, for a free entry", Whose(guest.Vcpu.Gpr[5]), "the host's real address", "the guest's address");

        string Whose(ulong second) =>
            second == (host | HptEntry.CoherentBit) ? "the host's real address"
            : second == (HugePageSize | HptEntry.CoherentBit) ? "the guest's address"
            : Hex(second);
    }
}
