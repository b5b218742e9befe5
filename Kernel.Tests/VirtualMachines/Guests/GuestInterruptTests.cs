// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>Interrupts of a running guest, and the events that make a vcpu leave the guest.</summary>
[TestFixture]
public sealed class GuestInterruptTests : SystemFixture
{
    private const ulong ExternalEnable = 1ul << 15;
    private const ulong ProblemState = 1ul << 14;
    private const HypercallNumber Acknowledge = (HypercallNumber)0x64;         // H_EOI, which user space answers
    private const double TicksInSecond = 512_000_000;

    private ManualClock _clock = null!;
    private Guest _guest = null!;
    private bool _isInside;
    private bool _mayLeave;
    private int _interrupts;

    [SetUp]
    public void BootWithAGuest()
    {
        _clock = new ManualClock();
        Boot(clock: _clock);
        _guest = GuestWithMemory();
        (_isInside, _mayLeave, _interrupts) = (false, false, 0);
    }

    [Test]
    public void AnInterruptWakesACededVcpu()
    {
        RunningVcpu running = Start(cpu => [cpu.Cede()]);
        GuestRuns.Await(() => _guest.Cpu.IsCeded, "the vcpu waits");
        _guest.Cpu.RaiseInterrupt();
        Assert.That(running.Join(), Is.EqualTo(new VcpuExit.Hypercall(Acknowledge)), "the handler acknowledges");
        FinishAfterAcknowledging();
        Assert.That(_interrupts, Is.EqualTo(1));
    }

    [Test]
    public void AnInterruptIsDeliveredOnceTheGuestEnablesInterrupts()
    {
        RunningVcpu running = Start(Body);
        GuestRuns.Await(() => Volatile.Read(ref _isInside), "the guest runs with interrupts disabled");
        _guest.Cpu.RaiseInterrupt();
        Volatile.Write(ref _mayLeave, true);
        Assert.That(running.Join(), Is.EqualTo(new VcpuExit.Hypercall(Acknowledge)));
        FinishAfterAcknowledging();
        Assert.That(_interrupts, Is.EqualTo(1));

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            foreach (GuestInstruction instruction in WaitInside())
                yield return instruction;
            Assert.That(_interrupts, Is.Zero, "interrupts are still disabled");
            yield return SetMsr(ExternalEnable);
            yield return Pause();
            Assert.That(_interrupts, Is.EqualTo(1), "interrupts are now enabled");
        }
    }

    [Test]
    public void AClearedInterruptIsNotDelivered()
    {
        _guest.Cpu.RaiseInterrupt();
        _guest.Cpu.ClearInterrupt();
        Assert.That(_guest.Cpu.Run(Program(_ => [SetMsr(ExternalEnable), Pause()])), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(_interrupts, Is.Zero);
    }

    [Test]
    public void TheDecrementerWakesACededVcpu()
    {
        RunningVcpu running = Start(cpu => [SetDecrementer((ulong)TicksInSecond), cpu.Cede()], InterruptVector.Decrementer);
        GuestRuns.Await(() => _clock.ArmedTimers == 1, "the host has armed a timer for the decrementer");
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.That((running.HasEnded, _guest.Cpu.IsCeded), Is.EqualTo((false, true)), "the decrementer expires after a second");
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(_interrupts, Is.EqualTo(1));
    }

    [Test]
    public void AnExpiredDecrementerInterruptsTheGuestOnceInterruptsAreEnabled()
    {
        _guest.Cpu.Run(
            Program(_ => [SetDecrementer(unchecked((ulong)-1)), Pause(), SetMsr(ExternalEnable), Pause()], InterruptVector.Decrementer));
        Assert.That(_interrupts, Is.EqualTo(1), "the decrementer expired while interrupts were disabled");
    }

    [Test]
    public void AHypercallInProblemStateIsASystemCall()
    {
        ulong from = 0;
        VcpuExit exit = _guest.Cpu.Run(
            new GuestProgram(cpu => [SetMsr(ProblemState), cpu.Hypercall(HypercallNumber.Read)]).On(InterruptVector.SystemCall, Handler));
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), exit.ToString());
        Assert.That(from & ProblemState, Is.EqualTo(ProblemState), "SRR1 has the MSR of the caller");

        IEnumerable<GuestInstruction> Handler(GuestCpu cpu)
        {
            from = cpu.Srr1;
            yield break;
        }
    }

    [Test]
    public void ASignalEndsARunInTheGuest()
    {
        RunningVcpu running = Start(_ => WaitInside());
        GuestRuns.Await(() => Volatile.Read(ref _isInside), "the vcpu is in the guest");
        _guest.Cpu.Signal();
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Signalled>());
        Assert.That(_guest.Cpu.Statistics.SignalExits, Is.EqualTo(1u));
        Volatile.Write(ref _mayLeave, true);
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>(), "the program continues after the signal");
    }

    [Test]
    public void ASignalEndsTheWaitOfACededVcpu()
    {
        RunningVcpu running = Start(cpu => [cpu.Cede()]);
        GuestRuns.Await(() => _guest.Cpu.IsCeded, "the vcpu waits");
        _guest.Cpu.Signal();
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Signalled>());
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>(), "the cede is complete");
    }

    [Test]
    public void ASignalBeforeARunKeepsTheVcpuOutOfTheGuest()
    {
        _guest.Cpu.Load(new GuestProgram(_ => []));
        _guest.Cpu.Signal();
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Signalled>());
        Assert.That(_guest.Machine.IsRealModeAreaSetUp, Is.False, "the run sets nothing up");
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>(), "one signal ends one run");
    }

    [Test]
    public void ASignalEndsTheRunOfAVcpuOnAnotherThread()
    {
        Guest guest = GuestWithMemory(vcpus: 2);
        int inside = 0;
        foreach (VirtualCpu cpu in guest.Cpus)
            cpu.Load(new GuestProgram(_ => Count()));
        RunningVcpu[] running = [.. guest.Cpus.Select(RunningVcpu.Start)];
        GuestRuns.Await(() => Volatile.Read(ref inside) == 2, "both vcpus are in the guest");
        guest.Cpus[1].Signal();
        guest.Cpus[0].Signal();
        Assert.That(running.Select(vcpu => vcpu.Join()), Is.All.InstanceOf<VcpuExit.Signalled>());

        IEnumerable<GuestInstruction> Count()
        {
            Interlocked.Increment(ref inside);
            foreach (GuestInstruction instruction in WaitInside())
                yield return instruction;
        }
    }

    [Test]
    public void AGuestDoesNotNoticeTheHostsTick()
    {
        SwitchOff();
        Boot();
        Guest guest = GuestWithMemory();
        guest.Cpu.Load(new GuestProgram(_ => WaitInside()));
        RunningVcpu running = RunningVcpu.Start(guest.Cpu);
        GuestRuns.Await(() => guest.Cpu.Statistics.DecrementerExits >= 3, "the host has taken its core back three times");
        Volatile.Write(ref _mayLeave, true);
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Stopped>());
    }

    [Test]
    public void VirtualCoresTakeTurnsOnOnePhysicalCore()
    {
        SwitchOff();
        Boot(cores: 1);
        VirtualMachine machine = GuestWithMemory(vcpus: 0).Machine;
        VirtualCpu[] cpus = [.. Enumerable.Range(0, 3).Select(i => machine.CreateVcpu(4 * i))];
        int ended = 0;
        VcpuExit[] exits = cpus.RunTogether(_ => new GuestProgram(_ => Meet()));
        Assert.That(exits, Is.All.InstanceOf<VcpuExit.Stopped>());

        // Each program waits for all three, so each must get the one core although the others do not give it up.
        IEnumerable<GuestInstruction> Meet()
        {
            Interlocked.Increment(ref ended);
            while (Volatile.Read(ref ended) < 3)
                yield return Pause();
        }
    }

    [Test]
    public void DisposingAMachineEndsTheRunsOfItsVcpus()
    {
        RunningVcpu running = Start(_ => WaitInside());
        GuestRuns.Await(() => Volatile.Read(ref _isInside), "the vcpu is in the guest");
        _guest.Machine.Dispose();
        Assert.That(running.Join(), Is.InstanceOf<VcpuExit.Signalled>());
        Assert.Throws<ObjectDisposedException>(() => _guest.Cpu.Run());
    }

    private IEnumerable<GuestInstruction> WaitInside()
    {
        Volatile.Write(ref _isInside, true);
        while (!Volatile.Read(ref _mayLeave))
            yield return Pause();
    }

    private RunningVcpu Start(Func<GuestCpu, IEnumerable<GuestInstruction>> body, InterruptVector handled = InterruptVector.External)
    {
        _guest.Cpu.Load(Program(body, handled));
        return RunningVcpu.Start(_guest.Cpu);
    }

    private GuestProgram Program(Func<GuestCpu, IEnumerable<GuestInstruction>> body, InterruptVector handled = InterruptVector.External) =>
        new GuestProgram(body).On(handled, cpu => Handle(cpu, handled));

    private IEnumerable<GuestInstruction> Handle(GuestCpu cpu, InterruptVector interrupt)
    {
        _interrupts++;
        if (interrupt == InterruptVector.External)
            yield return cpu.Hypercall(Acknowledge);
        else
            yield return SetDecrementer(0x7fff_ffff);
    }

    // Clears the interrupt as a served device does, answers H_EOI, and runs the program to its end.
    private void FinishAfterAcknowledging()
    {
        _guest.Cpu.ClearInterrupt();
        _guest.Cpu.AnswerHypercall(0);
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>());
    }
}
