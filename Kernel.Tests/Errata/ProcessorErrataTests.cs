// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E09 and E10: two hypercalls about another virtual processor that the original carries out on the caller.</summary>
[TestFixture]
public sealed unsafe class ProcessorErrataTests : SystemFixture
{
    private const ulong FirstArea = 0x10000;
    private const ulong SecondArea = 0x20000;

    [Test]
    public void E09_CorrectedAProdWakesItsTarget()
    {
        Boot();
        Guest guest = GuestWhoseProcessorsSleep();
        guest.Cpu.Call(Hypercalls.Prod, 1);

        Assert.That(guest.Cpus[1].Vcpu->wq.wakeups, Is.EqualTo(1), "processor 1 was named");
        Assert.That(guest.Cpus[0].Vcpu->wq.wakeups, Is.Zero, "processor 0 is the caller");
        Assert.That(guest.Cpus[1].Vcpu->stat.halt_wakeup, Is.EqualTo(1), "and it is counted there");
    }

    [Test]
    public void E09_AsWrittenAProdWakesItsCaller()
    {
        Boot(ErrataSet.Of(Erratum.E09));
        Guest guest = GuestWhoseProcessorsSleep();
        guest.Cpu.Call(Hypercalls.Prod, 1);

        Assert.That(guest.Cpus[1].Vcpu->wq.wakeups, Is.Zero, "processor 1 sleeps on");
        Assert.That(guest.Cpus[0].Vcpu->wq.wakeups, Is.EqualTo(1), "although it is awake, the caller is woken");
        Assert.That(guest.Cpus[1].Vcpu->arch.prodded, Is.EqualTo(1), "only the mark is where it belongs");
    }

    [TestCase(1ul, 640u, TestName = "{m}(virtual processor area)")]
    [TestCase(2ul, 48u, TestName = "{m}(dispatch trace log)")]
    [TestCase(3ul, 16u, TestName = "{m}(SLB shadow buffer)")]
    public void E10_CorrectedASecondRegistrationReplacesTheTargetsArea(ulong area, uint length)
    {
        Boot();
        Guest guest = GuestThatRegistersAnAreaFor1(area, length);

        Assert.That(Register(guest, area), Is.EqualTo(Outcome.Success), "the new area takes the place of the old one");
        int areas = area == 1 ? 1 : 2;      // the others need a virtual processor area beside them
        Assert.That(
            Booted.PhysicalMemory.ReferenceCount(guest.FrameOf(0)), Is.EqualTo(2 + areas), "one for the mapping, one for the slot, one for each area");
    }

    [TestCase(1ul, 640u, TestName = "{m}(virtual processor area)")]
    [TestCase(2ul, 48u, TestName = "{m}(dispatch trace log)")]
    [TestCase(3ul, 16u, TestName = "{m}(SLB shadow buffer)")]
    public void E10_AsWrittenASecondRegistrationUnpinsTheCallersArea(ulong area, uint length)
    {
        Boot(ErrataSet.Of(Erratum.E10));
        Guest guest = GuestThatRegistersAnAreaFor1(area, length);

        Assert.That(
            OopsOf(() => Register(guest, area)), Is.EqualTo("kernel BUG: virt_to_page of 0x0, which is no page's address"),
            "the caller has no area; any guest can do this to its host");
    }

    private Guest GuestWhoseProcessorsSleep()
    {
        Guest guest = GuestWithoutMemory(vcpus: 2);
        foreach (VirtualCpu cpu in guest.Cpus)
        {
            kvm_vcpu* vcpu = cpu.Vcpu;
            vcpu->arch.ceded = 1;
            vcpu->wq.waiters = 1;
        }
        return guest;
    }

    private Guest GuestThatRegistersAnAreaFor1(ulong area, uint length)
    {
        Guest guest = GuestWithMemory(vcpus: 2);
        guest.Write(FirstArea + 4, (ushort)640);
        Assert.That(guest.Cpu.RegisterArea(1, processor: 1, FirstArea).Result, Is.EqualTo(Outcome.Success), "every other area needs this one");
        if (area == 1)
        {
            guest.Write(SecondArea + 4, (ushort)length);
            return guest;
        }
        guest.Write(FirstArea + 4, length);
        Assert.That(guest.Cpu.RegisterArea(area, processor: 1, FirstArea).Result, Is.EqualTo(Outcome.Success), "the first registration");
        guest.Write(SecondArea + 4, length);
        return guest;
    }

    private static long Register(Guest guest, ulong area) => guest.Cpu.RegisterArea(area, processor: 1, SecondArea).Result;
}
