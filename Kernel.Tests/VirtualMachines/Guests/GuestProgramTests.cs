// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>Running programs on vcpus: memory accesses, hypercalls, interrupts and exceptions.</summary>
[TestFixture]
public sealed class GuestProgramTests : SystemFixture
{
    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
    }

    [Test]
    public void AnEmptyProgramStops() =>
        Assert.That(_guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>());

    [Test]
    public void RealModeReadsWhatUserSpaceWrote()
    {
        _guest.Write(0x1234_00, 0x0123_4567_89ab_cdeful);
        ulong loaded = 0;
        VcpuExit exit = _guest.Cpu.Run(Body);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(loaded, Is.EqualTo(0x0123_4567_89ab_cdeful));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return Load(0x1234_00);
            loaded = cpu.Value;
        }
    }

    [Test]
    public void UserSpaceReadsWhatRealModeWrote()
    {
        _guest.Cpu.Run(_ => [Store(0x20_0000, 0xfeed), Store(0x20_0008, 0x11, 1)]);
        Assert.That(_guest.Read<ulong>(0x20_0000), Is.EqualTo(0xfeed));
        Assert.That(_guest.Read<byte>(0x20_0008), Is.EqualTo(0x11));
    }

    [Test]
    public void AHypercallForUserSpaceEndsTheRunAndGetsItsAnswer()
    {
        HypercallResult result = HypercallResult.Hardware;
        _guest.Cpu.Load(new GuestProgram(Body));
        VcpuExit exit = _guest.Cpu.Run();
        Assert.That(exit, Is.EqualTo(new VcpuExit.Hypercall((HypercallNumber)0x24)));
        _guest.Cpu.AnswerHypercall((HypercallResult)77);
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(result, Is.EqualTo((HypercallResult)77));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            yield return cpu.Hypercall((HypercallNumber)0x24, 5);
            result = cpu.Result;
        }
    }

    [Test]
    public void ALoadOutsideGuestMemoryIsADataStorageInterrupt()
    {
        ulong address = 0, reason = 0;
        VcpuExit exit = _guest.Cpu.Run(new GuestProgram(_ => [Load(4 * HugePage)]).On(InterruptVector.DataStorage, Handler));
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That((address, reason), Is.EqualTo((4 * HugePage, 0x4000_0000ul)));

        IEnumerable<GuestInstruction> Handler(GuestCpu cpu)
        {
            (address, reason) = (cpu.Dar, cpu.Dsisr);
            cpu.SkipInstruction();
            yield break;
        }
    }

    [Test]
    public void AnInterruptWithoutAHandlerEndsTheProgram()
    {
        VcpuExit exit = _guest.Cpu.Run(_ => [Store(4 * HugePage, 1)]);
        Assert.That((exit as VcpuExit.Crashed)?.Fault.Dar, Is.EqualTo(4 * HugePage), exit.ToString());
    }

    [Test]
    public void AnExceptionAtTheStartOfAProgramReachesTheCallerOfRun() =>
        Assert.Throws<InvalidTimeZoneException>(() => _guest.Cpu.Run(_ => throw new InvalidTimeZoneException()));

    [Test]
    public void AnExceptionInARunningProgramReachesTheCallerOfRun([Values] bool inAHandler)
    {
        var program =
            new GuestProgram(_ => inAHandler ? [Load(4 * HugePage)] : ThrowLater()).On(InterruptVector.DataStorage, _ => ThrowLater());
        Assert.Throws<InvalidTimeZoneException>(() => _guest.Cpu.Run(program));
        Assert.That(_guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>(), "the vcpu can run another program");

        static IEnumerable<GuestInstruction> ThrowLater()
        {
            yield return Pause();
            throw new InvalidTimeZoneException();
        }
    }

    [Test]
    public void FourThreadsOfACoreRunTogether()
    {
        Guest guest = GuestWithMemory(vcpus: 4);
        VcpuExit[] exits = guest.Cpus.RunTogether(i => new GuestProgram(_ => Meet((ulong)i)));
        Assert.That(exits, Is.All.Matches<VcpuExit>(exit => exit is VcpuExit.Stopped));

        // Each program announces itself in memory and lets the others run.
        static IEnumerable<GuestInstruction> Meet(ulong i)
        {
            yield return Store(0x1000 + 8 * i, 1);
            yield return Pause();
        }
    }
}
