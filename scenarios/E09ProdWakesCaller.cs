// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>A vcpu that has ceded, and another that prods it.</summary>
internal sealed class E09ProdWakesCaller : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E09";

    /// <inheritdoc/>
    public override string Setting =>
        "Vcpus 0 and 4, on two cores; the clock stands still. Vcpu 4 cedes its processor until it is prodded; vcpu 0 prods it.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        KvmSystem system = run.Boot(new KvmSystemOptions { Instruments = new InstrumentOptions { Clock = new StoppedClock() } });
        VirtualMachine machine = system.CreateVirtualMachine();
        machine.SetMemoryRegion(slot: 0, guestAddress: 0, HugePageSize, system.Process.MapHugePages(HugePageSize));
        VirtualCpu caller = machine.CreateVcpu(0);
        VirtualCpu target = machine.CreateVcpu(4);
        bool isProdded = false;

        Task<VcpuExit> targetRuns = target.Start(Cede);
        Task<VcpuExit> callerRuns = caller.Start(Prod);
        run.See("the caller", callerRuns.Result, "stopped");
        if (run.IsAsWritten)
            ErratumRun.Await(() => target.IsAsleep || targetRuns.IsCompleted, "the target sleeps");
        else
            ErratumRun.Await(() => targetRuns.IsCompleted, "the target is woken");
        run.See("the target, after H_PROD", targetRuns.IsCompleted ? "woken" : "asleep", "asleep", "woken");
        target.Signal();
        run.See("the target, after a signal from user space", targetRuns.Result, "signalled", "stopped");

        IEnumerable<GuestInstruction> Cede(GuestCpu cpu)
        {
            while (!Volatile.Read(ref isProdded))
                yield return cpu.Cede();
        }

        IEnumerable<GuestInstruction> Prod(GuestCpu cpu)
        {
            while (!target.IsCeded)
                yield return GuestInstructions.Pause();
            Volatile.Write(ref isProdded, true);
            yield return cpu.Hypercall(HypercallNumber.Prod, (ulong)target.Id);
        }
    }
}
