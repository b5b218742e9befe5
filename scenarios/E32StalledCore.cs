// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Scenarios;

/// <summary>Two vcpus of one core, one of which is in user space.</summary>
internal sealed class E32StalledCore : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E32";

    /// <inheritdoc/>
    public override string Setting =>
        "Vcpu 0 runs, returns to user space and stays there. Then vcpu 1, of the same core, runs.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2, instruments: new InstrumentOptions { Clock = new StoppedClock() });
        VirtualCpu second = guest.Vcpus[1];
        bool hasRun = false;

        run.See("vcpu 0", guest.Vcpu.Start(_ => []).Result, "stopped");
        Task<VcpuExit> runs = second.Start(Runs);
        ErratumRun.Await(() => runs.IsCompleted || second.IsAsleep, "vcpu 1 has run or sleeps");
        run.See("vcpu 1, while vcpu 0 is in user space", runs.IsCompleted ? "has run" : "sleeps", "sleeps", "has run");
        second.Signal();
        run.See("vcpu 1, after a signal", runs.Result, "signalled", "stopped");
        run.See("vcpu 1 reached its program", Volatile.Read(ref hasRun), "no", "yes");

        IEnumerable<GuestInstruction> Runs(GuestCpu cpu)
        {
            Volatile.Write(ref hasRun, true);
            yield return GuestInstructions.Pause();
        }
    }
}
