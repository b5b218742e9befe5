// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E09 and E10: two hypercalls for another virtual processor that the original applies to the caller.</summary>
[TestFixture]
public sealed unsafe class ProcessorErrataTests : SystemFixture
{
    private const ulong FirstArea = 0x10000;
    private const ulong SecondArea = 0x20000;

    private volatile bool _isProdded;

    [SetUp]
    public void ResetProdded() => _isProdded = false;

    [Test]
    public void E09_CorrectedAProdWakesItsTarget([Values(1, 4)] int target)
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithProcessors(0, target);
        VcpuExit[] exits = guest.Cpus.RunTogether(i => i == 0 ? Prodder(guest.Cpus[1]) : Ceder());
        Assert.That(exits, Is.All.Matches<VcpuExit>(exit => exit is VcpuExit.Stopped), "only the prod can have ended the target's cede");
    }

    [Test]
    public void E09_AsWrittenAProdDoesNotWakeItsTarget()
    {
        Boot(ErrataSet.Of(Erratum.E09), clock: new ManualClock());
        // on two cores; on one core the target would re-enter the guest together with the caller
        Guest guest = GuestWithProcessors(0, 4);
        guest.Cpus[0].Load(Prodder(guest.Cpus[1]));
        guest.Cpus[1].Load(Ceder());
        RunningVcpu[] running = [.. guest.Cpus.Select(RunningVcpu.Start)];

        Assert.That(running[0].Join(), Is.InstanceOf<VcpuExit.Stopped>(), "the prod succeeds");
        Assert.That(guest.Cpus[1].IsCeded, Is.True, "the target stays asleep");
        Assert.That(guest.Cpus[1].Vcpu->arch.prodded, Is.EqualTo(1), "only the prodded flag is set in the target");
        guest.Cpus[1].Signal();
        Assert.That(running[1].Join(), Is.InstanceOf<VcpuExit.Signalled>(), "a signal ends the target's wait");
    }

    private GuestProgram Prodder(VirtualCpu target) => new(cpu => Prod(cpu, target));

    private IEnumerable<GuestInstruction> Prod(GuestCpu cpu, VirtualCpu target)
    {
        while (!target.IsCeded)
            yield return GuestInstructions.Pause();
        _isProdded = true;
        yield return cpu.Hypercall(HypercallNumber.Prod, (ulong)target.Id);
    }

    // A cede may end spuriously, so the program cedes until the flag is set.
    private GuestProgram Ceder() => new(Cede);

    private IEnumerable<GuestInstruction> Cede(GuestCpu cpu)
    {
        while (!_isProdded)
            yield return cpu.Cede();
    }

    private Guest GuestWithProcessors(params int[] ids)
    {
        ulong userAddress = Booted.Process.MapHugePages(HugePage);
        VirtualMachine machine = Booted.CreateVirtualMachine();
        machine.SetMemoryRegion(0, 0, HugePage, userAddress);
        return new Guest(machine, [.. ids.Select(machine.CreateVcpu)], userAddress);
    }

    [TestCase(1ul, 640u, TestName = "{m}(virtual processor area)")]
    [TestCase(2ul, 48u, TestName = "{m}(dispatch trace log)")]
    [TestCase(3ul, 16u, TestName = "{m}(SLB shadow buffer)")]
    public void E10_CorrectedASecondRegistrationReplacesTheTargetsArea(ulong area, uint length)
    {
        Boot(ErrataSet.Of(Erratum.E35));
        Guest guest = GuestThatRegistersAnAreaFor1(area, length);

        Assert.That(Register(guest, area), Is.EqualTo(HypercallResult.Success), "the new area replaces the old one");
        int areas = area == 1 ? 1 : 2;      // the other areas need a virtual processor area as well
        Assert.That(
            Booted.PhysicalMemory.ReferenceCount(guest.FrameOf(0)), Is.EqualTo(2 + areas),
            "the mapping, the slot and each area hold a reference");
    }

    [TestCase(1ul, 640u, TestName = "{m}(virtual processor area)")]
    [TestCase(2ul, 48u, TestName = "{m}(dispatch trace log)")]
    [TestCase(3ul, 16u, TestName = "{m}(SLB shadow buffer)")]
    public void E10_AsWrittenASecondRegistrationUnpinsTheCallersArea(ulong area, uint length)
    {
        Boot(ErrataSet.Of(Erratum.E10, Erratum.E35));      // E35 corrected, the target itself replaces its area
        Guest guest = GuestThatRegistersAnAreaFor1(area, length);

        Assert.That(
            OopsOf(() => Register(guest, area)), Is.EqualTo("kernel BUG: virt_to_page of 0x0, which is no page's address"),
            "the caller has no area to unpin");
    }

    private Guest GuestThatRegistersAnAreaFor1(ulong area, uint length)
    {
        Guest guest = GuestWithMemory(vcpus: 2);
        guest.Write(FirstArea + 4, (ushort)640);
        Assert.That(
            guest.Cpu.RegisterArea(1, processor: 1, FirstArea).Result, Is.EqualTo(HypercallResult.Success),
            "the other areas need a virtual processor area");
        if (area == 1)
        {
            guest.Write(SecondArea + 4, (ushort)length);
            return guest;
        }
        guest.Write(FirstArea + 4, length);
        Assert.That(
            guest.Cpu.RegisterArea(area, processor: 1, FirstArea).Result, Is.EqualTo(HypercallResult.Success),
            "the first registration succeeds");
        guest.Write(SecondArea + 4, length);
        return guest;
    }

    private static HypercallResult Register(Guest guest, ulong area) => guest.Cpu.RegisterArea(area, processor: 1, SecondArea).Result;
}
