// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>
/// E40, E49, E50 and E51: what the hardware threads of a core tell each other, and the list of a core's vcpus. Each defect needs another
/// thread between two steps of one, which no test can arrange from outside: the tests show that both behaviours run.
/// </summary>
[TestFixture]
public sealed class SecondaryThreadErrataTests : SystemFixture
{
    private const int Runs = 50;

    [Test]
    public void E40_InBothBehavioursASignalEndsARunThatWaits([Values] bool asWritten)
    {
        BootWith(Erratum.E40, asWritten);
        Guest guest = GuestWithMemory(vcpus: 2);
        foreach (VirtualCpu cpu in guest.Cpus)
            cpu.Load(new GuestProgram(Cede));
        RunningVcpu[] running = [.. guest.Cpus.Select(RunningVcpu.Start)];
        foreach (RunningVcpu vcpu in running)
        {
            vcpu.Cpu.Signal();
            Assert.That(vcpu.Join(), Is.InstanceOf<VcpuExit.Signalled>(), $"vcpu {vcpu.Cpu.Id}");
        }
    }

    [Test]
    public void E49_InBothBehavioursTheThreadsOfACoreLeaveTogether([Values] bool asWritten) => RunOften(Erratum.E49, asWritten);

    [Test]
    public void E50_InBothBehavioursASecondaryThreadRunsItsVcpu([Values] bool asWritten) => RunOften(Erratum.E50, asWritten);

    [Test]
    public void E51_InBothBehavioursASecondaryThreadNapsAfterItsVcpu([Values] bool asWritten) => RunOften(Erratum.E51, asWritten);

    private void BootWith(Erratum erratum, bool asWritten) => Boot(asWritten ? ErrataSet.Of(erratum) : ErrataSet.Corrected);

    private void RunOften(Erratum erratum, bool asWritten)
    {
        BootWith(erratum, asWritten);
        Guest guest = GuestWithMemory(vcpus: 4);
        for (int run = 0; run < Runs; run++)
        {
            int entered = 0;
            VcpuExit[] exits = guest.Cpus.RunTogether(_ => new GuestProgram(Count));
            Assert.That(exits, Is.All.InstanceOf<VcpuExit.Stopped>(), $"run {run}");
            Assert.That(entered, Is.EqualTo(4), $"run {run}: every vcpu was in the guest");

            IEnumerable<GuestInstruction> Count(GuestCpu cpu)
            {
                Interlocked.Increment(ref entered);
                yield return GuestInstructions.Pause();
            }
        }
    }

    private static IEnumerable<GuestInstruction> Cede(GuestCpu cpu)
    {
        while (true)
            yield return cpu.Cede();
    }
}
