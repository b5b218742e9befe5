// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>H_CEDE, H_PROD and H_CONFER: putting a virtual processor to sleep and waking it.</summary>
[TestFixture]
public sealed unsafe class SleepAndWakeTests : SystemFixture
{
    private const ulong ExternalInterrupts = 1ul << 15;

    private Guest _guest = null!;

    [SetUp]
    public void BootWithTwoVcpus()
    {
        Boot();
        _guest = GuestWithoutMemory(vcpus: 2);
    }

    [Test]
    public void ACedeSucceedsAndLeavesTheProcessorWaiting()
    {
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.Cede), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the guest finds r3 = 0 when it wakes");
        Assert.That(_guest.Cpu.IsCeded, Is.True, "the ceded vcpu waits");
        Assert.That(_guest.Cpus[1].IsCeded, Is.False, "the other vcpu does not wait");
        Assert.That(
            _guest.Cpu.Msr & ExternalInterrupts, Is.EqualTo(ExternalInterrupts), "H_CEDE enables interrupts, so that one can end the wait");
    }

    [Test]
    public void AProdBeforeTheCedeIsRemembered()
    {
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.Prod, 1), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "processor 0 prods processor 1");
        Assert.That(
            _guest.Cpus[1].Hypercall(HypercallNumber.Cede), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "processor 1 cedes after the prod");
        Assert.That(_guest.Cpus[1].IsCeded, Is.False, "processor 1 does not wait");

        _guest.Cpus[1].Hypercall(HypercallNumber.Cede);
        Assert.That(_guest.Cpus[1].IsCeded, Is.True, "a prod counts once");
    }

    [Test]
    public void AProcessorMayProdItself()
    {
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.Prod, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the target may be the caller");
        _guest.Cpu.Hypercall(HypercallNumber.Cede);
        Assert.That(_guest.Cpu.IsCeded, Is.False, "the next cede returns at once");
    }

    [Test]
    public void AProdOfAnUnknownProcessorIsAParameterError([Values(2ul, 1023ul, 0x8000_0000ul)] ulong processor)
    {
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.Prod, processor), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "the processor does not exist");
    }

    [Test]
    public void ANewMsrEndsTheWaitOfACededVcpu()
    {
        _guest.Cpu.Hypercall(HypercallNumber.Cede);
        _guest.Cpu.Msr = 0;
        Assert.That(_guest.Cpu.IsCeded, Is.False, "setting MSR, as delivering an interrupt does, ends the wait");
    }

    [Test]
    public void AConferSucceedsAndDoesNothing([Values(1ul, ulong.MaxValue)] ulong processor)
    {
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.Confer, processor, 5), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "H_CONFER has no effect on the host's scheduling");
    }
}
