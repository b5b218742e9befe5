// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios;

/// <summary>An external interrupt that user space raises once.</summary>
internal sealed class E65InterruptStorm : ErratumScenario
{
    private const ulong ExternalEnable = 1ul << 15;
    private const int Enough = 3;

    /// <inheritdoc/>
    public override string Number => "E65";

    /// <inheritdoc/>
    public override string Setting =>
        "User space raises an external interrupt once, before the guest runs; the clock stands still. The guest enables interrupts and "
        + "makes a hypercall that takes it to the host. Its handler counts, and stops the guest at the third interrupt.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(pages: 1, instruments: new InstrumentOptions { Clock = new StoppedClock() });
        int interrupts = 0;
        guest.Vcpu.Load(new GuestProgram(Body).On(InterruptVector.External, Handler));
        guest.Vcpu.RaiseInterruptOnce();
        run.See("the run", guest.Vcpu.Run(), "stopped");
        run.See("interrupts that the guest has taken", interrupts, "3", "1");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return GuestInstructions.SetMsr(ExternalEnable);
            yield return cpu.Confer((ulong)cpu.Id, 0);
        }

        IEnumerable<GuestInstruction> Handler(GuestCpu cpu)
        {
            if (++interrupts == Enough)
                yield return cpu.Hypercall(HypercallNumber.Stop);
        }
    }
}
