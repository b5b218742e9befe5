// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Scenarios.Running;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using static Kernel.Scenarios.Running.ScenarioCalls;

namespace Kernel.Scenarios;

/// <summary>Two vcpus that run for the first time, together.</summary>
internal sealed class E18MissingBarrier : ErratumScenario
{
    /// <inheritdoc/>
    public override string Number => "E18";

    /// <inheritdoc/>
    public override string Setting =>
        "Two vcpus of one core run at the same time; the second one finds that the real mode area is already set up. Both load what "
        + "user space wrote at 0x3000.";

    /// <inheritdoc/>
    public override string? Indistinguishable =>
        "The defect shows only on a processor that reads ahead of the flag. The flag is read by READ_ONCE, which is an acquire in "
        + ".NET, with or without the barrier.";

    /// <inheritdoc/>
    public override void Run(ErratumRun run)
    {
        Guest guest = run.BootGuest(vcpus: 2, instruments: new InstrumentOptions { Clock = new StoppedClock() });
        guest.System.Process.WriteDoubleword(guest.User + 0x3000, 0x1234);
        ulong[] loaded = new ulong[2];
        Task<VcpuExit>[] runs = [.. guest.Vcpus.Select(vcpu => vcpu.Start(Loads))];
        run.See("vcpu 0", runs[0].Result, "stopped");
        run.See("vcpu 1", runs[1].Result, "stopped");
        run.See("what they loaded", string.Join(", ", loaded.Select(Hex)), "0x1234, 0x1234");

        IEnumerable<GuestInstruction> Loads(GuestCpu cpu)
        {
            yield return GuestInstructions.Load(0x3000);
            loaded[cpu.Id] = cpu.Value;
        }
    }
}
