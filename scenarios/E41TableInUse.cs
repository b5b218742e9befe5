// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios;

/// <summary>A table of I/O translations that is closed while a guest runs.</summary>
internal sealed class E41TableInUse : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E41";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest runs and does not exit; the clock stands still. Meanwhile user space closes a table of I/O translations. The guest might "
        + "be in H_PUT_TCE, which looks for a table in real mode, without a lock.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(instruments: new InstrumentOptions { Clock = new StoppedClock() });
        TceTable table = guest.Machine.CreateTceTable(bus: 1, windowSize: 0x1000_0000);
        bool isInside = false, mayLeave = false;

        Task<VcpuExit> inside = guest.Vcpu.Start(Stay);
        try
        {
            ErratumRun.Await(() => Volatile.Read(ref isInside) || inside.IsCompleted, "the guest runs");
            table.Dispose();
        }
        finally
        {
            Volatile.Write(ref mayLeave, true);
        }
        run.See("the guest", inside.Result, "stopped");
        run.See("the guest left real mode before the table was freed", guest.Vcpu.Statistics.ExternalExits != 0, "no", "yes");

        IEnumerable<GuestInstruction> Stay(GuestCpu cpu)
        {
            Volatile.Write(ref isInside, true);
            while (!Volatile.Read(ref mayLeave))
                yield return GuestInstructions.Pause();
        }
    }
}
