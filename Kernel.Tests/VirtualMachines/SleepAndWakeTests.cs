// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>H_CEDE, H_PROD and H_CONFER: a virtual processor that has nothing to do, and others that know better.</summary>
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
    public void ACedeIsAnsweredWithSuccessAndLeavesTheProcessorWaiting()
    {
        Assert.That(_guest.Cpu.Hypercall(HypercallNumber.Cede), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the guest will find r3 = 0 when it wakes");
        Assert.That(_guest.Cpu.IsCeded, Is.True, "it waits");
        Assert.That(_guest.Cpus[1].IsCeded, Is.False, "the other does not");
        Assert.That(_guest.Cpu.Msr & ExternalInterrupts, Is.EqualTo(ExternalInterrupts), "with interrupts on, or it would wait for ever");
    }

    [Test]
    public void AProdBeforeTheCedeIsRemembered()
    {
        Assert.That(_guest.Cpu.Hypercall(HypercallNumber.Prod, 1), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "processor 0 prods processor 1");
        Assert.That(_guest.Cpus[1].Hypercall(HypercallNumber.Cede), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "which cedes only then");
        Assert.That(_guest.Cpus[1].IsCeded, Is.False, "and does not wait");

        _guest.Cpus[1].Hypercall(HypercallNumber.Cede);
        Assert.That(_guest.Cpus[1].IsCeded, Is.True, "a prod counts once");
    }

    [Test]
    public void AProcessorMayProdItself()
    {
        Assert.That(_guest.Cpu.Hypercall(HypercallNumber.Prod, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "it is one like any other");
        _guest.Cpu.Hypercall(HypercallNumber.Cede);
        Assert.That(_guest.Cpu.IsCeded, Is.False, "its next cede returns at once");
    }

    [Test]
    public void AProdOfNobodyIsAParameterError([Values(2ul, 1023ul, 0x8000_0000ul)] ulong processor)
    {
        Assert.That(_guest.Cpu.Hypercall(HypercallNumber.Prod, processor), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "there is no such processor");
    }

    [Test]
    public void ANewMachineStateEndsTheWait()
    {
        _guest.Cpu.Hypercall(HypercallNumber.Cede);
        _guest.Cpu.Msr = 0;
        Assert.That(_guest.Cpu.IsCeded, Is.False, "an interrupt, for instance");
    }

    [Test]
    public void AConferSucceedsAndDoesNothing()
    {
        Assert.That(_guest.Cpu.Hypercall(HypercallNumber.Confer, 1, 5), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the host schedules as it likes");
        Assert.That(_guest.Cpu.Hypercall(HypercallNumber.Confer, 99, 5), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "and does not look at the processor");
    }
}
