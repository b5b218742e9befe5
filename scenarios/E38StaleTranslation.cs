// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;

namespace Kernel.Scenarios;

/// <summary>A local invalidation in a guest with two virtual cores.</summary>
internal sealed class E38StaleTranslation : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E38";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest with vcpus 0 and 4, on two virtual cores. Vcpu 0 enters a page and removes the entry with H_LOCAL: no other vcpu has used "
        + "it. But the host may have moved vcpu 0 from another core, which then still has the translation.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 5, instruments: new InstrumentOptions { RecordInvalidations = true });
        run.See("H_ENTER of 16 MB at 0, entry 8", guest.Vcpu.EnterHugePage(8, 0).InWords(), "H_SUCCESS, by the host");
        run.See("H_REMOVE with H_LOCAL", guest.Vcpu.Remove(HypercallOptions.Local, 8).InWords(), "H_SUCCESS, in real mode");
        HostStatistics statistics = guest.System.Instruments.Statistics;
        run.See("cores that forget the translation", statistics.TlbieCount != 0 ? "all" : "this one", "this one", "all");
    }
}
