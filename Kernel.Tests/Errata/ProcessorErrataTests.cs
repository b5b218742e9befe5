// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>
/// E09, E10 and E44: hypercalls that name a virtual processor. E43: numbers of hypercalls. E53: a cede after a prod.
/// </summary>
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

    [Test]
    public void E43_CorrectedANumberThatIsNoMultipleOf4IsNoHypercall()
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        Assert.That(guest.Cpu.Hypercall((HypercallNumber)0x05, 0, 8), Is.EqualTo(Outcome.UserSpace), "nobody in the kernel knows 0x05");
        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the entry stays");
    }

    [Test]
    public void E43_AsWrittenANumberThatIsNoMultipleOf4IsRoundedDown([Values(0x05, 0x06, 0x07)] int number)
    {
        Boot(ErrataSet.Of(Erratum.E43));
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        Assert.That(
            guest.Cpu.Hypercall((HypercallNumber)number, 0, 8), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "it is taken for 0x04, H_REMOVE");
        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.Zero, "the entry is removed");
    }

    private const ulong OneWithAnUpperHalf = 0x1_0000_0001;

    [Test]
    public void E44_CorrectedAllBitsOfAProcessorNumberCount()
    {
        Boot();
        Guest guest = GuestWithMemory(vcpus: 2);
        guest.Write(FirstArea + 4, (ushort)640);
        Assert.That(
            guest.Cpu.Prod(OneWithAnUpperHalf), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "there is no such processor");
        Assert.That(guest.Cpus[1].Vcpu->arch.prodded, Is.Zero, "processor 1 is not prodded");
        Assert.That(
            guest.Cpu.RegisterArea(1, OneWithAnUpperHalf, FirstArea), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "there is no such processor");
        Assert.That(guest.Cpu.Prod(1), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "there is a processor 1");
    }

    [Test]
    public void E44_AsWrittenTheUpperHalfOfAProcessorNumberIsIgnored()
    {
        Boot(ErrataSet.Of(Erratum.E44));
        Guest guest = GuestWithMemory(vcpus: 2);
        guest.Write(FirstArea + 4, (ushort)640);
        Assert.That(
            guest.Cpu.Prod(OneWithAnUpperHalf), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "taken for processor 1");
        Assert.That(guest.Cpus[1].Vcpu->arch.prodded, Is.EqualTo(1), "processor 1 is prodded");
        Assert.That(
            guest.Cpu.RegisterArea(1, OneWithAnUpperHalf, FirstArea), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "taken for processor 1");
    }

    [Test]
    public void E53_CorrectedACedeAfterAProdReturnsAtOnce()
    {
        Boot(clock: new ManualClock());
        Guest guest = GuestWithMemory();
        Assert.That(guest.Cpu.Run(ProdsItselfAndCedes), Is.InstanceOf<VcpuExit.Stopped>(), "the prod ends the cede");
        Assert.That(guest.Cpu.IsCeded, Is.False);
    }

    [Test]
    public void E53_AsWrittenACedeAfterAProdNapsAndTheHostDoesNotFindBack()
    {
        Boot(ErrataSet.Of(Erratum.E53), clock: new ManualClock());
        Guest guest = GuestWithMemory();
        guest.Cpu.Load(new GuestProgram(ProdsItselfAndCedes));
        RunningVcpu running = RunningVcpu.Start(guest.Cpu);
        GuestRuns.Await(() => guest.Cpu.IsCeded, "the vcpu has ceded");
        Assert.That(running.HasEnded, Is.False, "the prod does not end the cede");
        guest.Cpu.Signal();
        Assert.That(
            OopsOf(() => running.Join()),
            Is.EqualTo(
                "kernel oops: a thread that naps in kvmppc_h_cede by mistake wakes in the host's idle loop, in the guest's partition"),
            "the interrupt that brings the signal wakes the hardware thread");
    }

    [Test]
    public void E53_AsWrittenAPpc970DoesNotKnowTheInstruction()
    {
        Boot(ErrataSet.Of(Erratum.E53), CpuModel.Ppc970);
        Guest guest = GuestWithMemory();
        guest.Cpu.Prod(0);
        Assert.That(
            OopsOf(() => guest.Cpu.Cede()),
            Is.EqualTo("kernel oops: nap, an instruction that this processor does not have, in kvmppc_h_cede"));
    }

    private static IEnumerable<GuestInstruction> ProdsItselfAndCedes(GuestCpu cpu)
    {
        yield return cpu.Hypercall(HypercallNumber.Prod, 0);
        yield return cpu.Cede();
    }
}
