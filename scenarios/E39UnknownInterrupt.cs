// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios;

/// <summary>A guest whose memory does not answer.</summary>
internal sealed class E39UnknownInterrupt : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E39";

    /// <inheritdoc/>
    public override string Setting =>
        "A PPC970 whose guest has a real mode area of 48 MB, which is no size for one. With E06 as written, in both runs, the register "
        + "that says where the area lies is all ones, where there is no memory. The guest loads a doubleword, which is a machine check.";

    /// <inheritdoc/>
    public override IReadOnlyList<Erratum> AlsoAsWritten => [Erratum.E06];

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuestOnRealModeArea(48 << 20);
        guest.Vcpu.Load(new GuestProgram(_ => [GuestInstructions.Load(0x1000)]));
        run.Try(
            "the load at 0x1000", () => guest.Vcpu.Run(),
            "kernel BUG: an interrupt that KVM does not know", "unknown interrupt: machine check");
    }
}
