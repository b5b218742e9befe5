// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A slot that is deleted while a guest runs.</summary>
internal sealed class E19SlotsInUse : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E19";

    /// <inheritdoc/>
    public override string Setting =>
        "A guest runs and does not exit. Meanwhile user space deletes a slot, which frees the list of slots that was in use before.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        const int slot = 7;
        const ulong address = 0x1_0000_0000;
        Guest guest = run.BootGuest(instruments: new InstrumentOptions { Clock = new StoppedClock() });
        guest.Machine.SetMemoryRegion(slot, address, HugePageSize, guest.System.Process.MapHugePages(HugePageSize));
        bool isInside = false, mayLeave = false;

        Task<VcpuExit> inside = guest.Vcpu.Start(Stay);
        Task<KvmResult> deletion;
        try
        {
            ErratumRun.Await(() => Volatile.Read(ref isInside) || inside.IsCompleted, "the guest runs");
            deletion = Task.Run(() => guest.Machine.TrySetMemoryRegion(slot, address, 0, 0));
            ErratumRun.Await(() => deletion.IsCompleted || guest.Machine.IsSlotChangeWaiting, "the deletion is done or waits");
            run.See("deleting the slot while the guest runs", deletion.IsCompleted ? "done" : "waits", "done", "waits");
        }
        finally
        {
            Volatile.Write(ref mayLeave, true);
        }
        run.See("the guest", inside.Result, "stopped");
        run.See("deleting the slot", deletion.Result, "Success");

        IEnumerable<GuestInstruction> Stay(GuestCpu cpu)
        {
            Volatile.Write(ref isInside, true);
            while (!Volatile.Read(ref mayLeave))
                yield return GuestInstructions.Pause();
        }
    }
}
