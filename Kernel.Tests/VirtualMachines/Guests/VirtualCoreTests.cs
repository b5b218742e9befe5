// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>Vcpus that share a core: the thread of one vcpu runs the core for all.</summary>
[TestFixture]
public sealed class VirtualCoreTests : SystemFixture
{
    [Test]
    public void ACoreKeepsRunningWhenTheVcpuWhoseThreadRanItStops()
    {
        const ulong isIn = 0x1000, other = 0x1008;
        bool isGone = false;
        Boot(clock: new ManualClock());
        Guest guest = GuestWithMemory(vcpus: 2);
        guest.Cpus[0].Load(new GuestProgram(First));
        guest.Cpus[1].Load(new GuestProgram(Second));

        RunningVcpu first = RunningVcpu.Start(guest.Cpus[0]);
        GuestRuns.Await(() => guest.Read<ulong>(isIn) != 0, "vcpu 0 is in the guest and its thread runs the core");
        RunningVcpu second = RunningVcpu.Start(guest.Cpus[1]);
        try
        {
            Assert.That(first.Join(), Is.InstanceOf<VcpuExit.Stopped>(), "vcpu 0 stops, which makes vcpu 1 leave the guest, too");
            Volatile.Write(ref isGone, true);
            Assert.That(second.Join(), Is.InstanceOf<VcpuExit.Stopped>(), "vcpu 1 stops; its own thread runs the core now");
        }
        finally
        {
            guest.Cpus[1].Signal();         // a vcpu that still waits would block the disposal of the machine
        }

        static IEnumerable<GuestInstruction> First(GuestCpu cpu)
        {
            yield return Store(isIn, 1);
            do
            {
                yield return Pause();
                yield return Load(other);
            }
            while (cpu.Value == 0);
        }

        IEnumerable<GuestInstruction> Second(GuestCpu cpu)
        {
            yield return Store(other, 1);
            while (!Volatile.Read(ref isGone))
                yield return Pause();
        }
    }
}
