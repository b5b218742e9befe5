// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios;

/// <summary>A virtual processor area that is registered for a vcpu while that vcpu is in the guest.</summary>
internal sealed class E35AreaOfARunningVcpu : ErratumScenario
{
    private const ulong Area = 0x10000;
    private const ulong YieldCount = Area + 0x100;

    /// <inheritdoc/>
    public override string Number => "E35";

    /// <inheritdoc/>
    public override string Setting =>
        "Vcpu 0 runs, on its own core; the clock stands still. Meanwhile vcpu 4 registers an area for vcpu 0. Then vcpu 0 leaves the "
        + "guest, and runs once more. A vcpu that does not run has an odd yield count in its area.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 5, instruments: new InstrumentOptions { Clock = new StoppedClock() });
        guest.WriteLengthOfArea(Area, 640);
        bool isInside = false, mayLeave = false;

        Task<VcpuExit> inside = guest.Vcpu.Start(Stay);
        try
        {
            ErratumRun.Await(() => Volatile.Read(ref isInside) || inside.IsCompleted, "vcpu 0 runs");
            run.See(
                "H_REGISTER_VPA for vcpu 0, by vcpu 4", guest.Vcpus[4].RegisterArea(1, processor: 0, Area).InWords(),
                "H_SUCCESS, by the host");
        }
        finally
        {
            Volatile.Write(ref mayLeave, true);
        }
        run.See("vcpu 0", inside.Result, "stopped");
        run.See("its yield count", guest.ReadWord(YieldCount), "2", "0");
        run.See("vcpu 0, once more", guest.Vcpu.Start(Leave).Result, "stopped");
        run.See("its yield count after that", guest.ReadWord(YieldCount), "4", "3");

        IEnumerable<GuestInstruction> Stay(GuestCpu cpu)
        {
            Volatile.Write(ref isInside, true);
            while (!Volatile.Read(ref mayLeave))
                yield return GuestInstructions.Pause();
        }
    }

    private static IEnumerable<GuestInstruction> Leave(GuestCpu cpu) => [];
}
