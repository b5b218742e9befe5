// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A guest that reads an entry while another vcpu changes it.</summary>
internal sealed class E14LockBit : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E14";

    /// <inheritdoc/>
    public override string Setting =>
        "Two vcpus. Vcpu 1 protects entry 8, and its tlbie is held up, so it holds the entry's lock. Meanwhile vcpu 0 reads the "
        + "entry.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2, instruments: new InstrumentOptions { RecordInvalidations = true });
        run.See("H_ENTER of 16 MB at 0x1000000, entry 8", guest.Vcpu.EnterHugePage(8, HugePageSize).InWords(), "H_SUCCESS, by the host");

        HypercallOutcome outcome = guest.DuringInvalidation("H_PROTECT", vcpu => vcpu.MakeReadOnly(8), () =>
        {
            run.See("H_READ, before the tlbie", guest.Vcpu.Read(HypercallOptions.None, 8).InWords(), "H_SUCCESS, in real mode");
            run.See("the first doubleword that it returns", Hex(guest.Vcpu.Gpr[4]), "0x44", "0x4");
        });
        run.See("H_PROTECT", outcome.InWords(), "H_SUCCESS, in real mode");
    }
}
