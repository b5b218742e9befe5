// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>H_REMOVE with a condition on the bit that the hypervisor locks entries with.</summary>
internal sealed class E15LockBitInCondition : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E15";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest removes entry 8 on the condition that bit 0x40 of its first doubleword is clear. It is clear: the guest never set "
        + "it.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest();
        run.See("H_ENTER of 16 MB at 0x1000000, entry 8", guest.Vcpu.EnterHugePage(8, HugePageSize).InWords(), "H_SUCCESS, by the host");
        run.See(
            "H_REMOVE with H_ANDCOND and the mask 0x40", guest.Vcpu.Remove(HypercallOptions.AndCondition, 8, HptEntry.LockBit).InWords(),
            "H_NOT_FOUND, in real mode", "H_SUCCESS, in real mode");
    }
}
