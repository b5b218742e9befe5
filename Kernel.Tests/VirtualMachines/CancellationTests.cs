// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using NUnit.Framework.Constraints;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines;

/// <summary>A cancelled run throws and can be resumed; a token that is not cancelled changes nothing.</summary>
[TestFixture]
public sealed class CancellationTests : SystemFixture
{
    private CancellationTokenSource _source = null!;
    private Guest _guest = null!;
    private bool _isInside;
    private bool _mayLeave;
    private int _starts;

    [SetUp]
    public void BootWithAGuest()
    {
        (_isInside, _mayLeave, _starts) = (false, false, 0);
        _source = new CancellationTokenSource();
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
        _guest.Cpu.Load(new GuestProgram(WaitInside));
    }

    [TearDown]
    public void DisposeTheSource() => _source.Dispose();

    [Test]
    public void ARunWhoseTokenIsCancelledBeforeThrowsAndALaterRunRunsTheGuest()
    {
        _source.Cancel();
        Assert.That(() => _guest.Cpu.Run(_source.Token), ThrowsCancelled());
        Assert.That(_isInside, Is.False, "the guest was not entered");
        AssertALaterRunEndsTheProgram();
    }

    [Test]
    public void ARunWhoseTokenIsCancelledInTheGuestThrowsAndALaterRunResumesTheGuest()
    {
        PairOfThreads.Run(() => Assert.That(() => _guest.Cpu.Run(_source.Token), ThrowsCancelled()), CancelInside);
        Assert.That(_guest.Cpu.Statistics.SignalExits, Is.EqualTo(1u));
        AssertALaterRunEndsTheProgram();
    }

    [Test]
    public void ARunWhoseTokenIsCancelledWhileTheVcpuIsCededThrowsAndALaterRunResumesTheGuest()
    {
        _guest.Cpu.Load(new GuestProgram(cpu => [cpu.Cede()]));
        Task<VcpuExit> run = _guest.Cpu.RunOnThread(_source.Token);
        GuestRuns.Await(() => _guest.Cpu.IsCeded, "the vcpu waits");
        _source.Cancel();
        Assert.That(() => run.GetAwaiter().GetResult(), ThrowsCancelled());
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>(), "the cede is complete");
    }

    [Test]
    public void ATokenThatIsCancelledAfterTheRunDoesNothingToTheNextRun()
    {
        _mayLeave = true;
        Assert.That(_guest.Cpu.Run(_source.Token), Is.InstanceOf<VcpuExit.Stopped>());
        _source.Cancel();
        Assert.That(_guest.Cpu.Run(_ => [Pause()]), Is.InstanceOf<VcpuExit.Stopped>());
    }

    [Test]
    public void ASignalWithoutCancellationIsAnExitAlthoughATokenWasPassed()
    {
        _guest.Cpu.Signal();
        Assert.That(_guest.Cpu.Run(_source.Token), Is.InstanceOf<VcpuExit.Signalled>());
        _source.Cancel();
        AssertALaterRunEndsTheProgram();
    }

    [Test]
    public void ACancelledRunLeavesAnotherVcpuRunning()
    {
        Guest guest = GuestWithMemory(vcpus: 2);
        int inside = 0;
        foreach (VirtualCpu cpu in guest.Cpus)
            cpu.Load(new GuestProgram(CountAndWait));
        Task<VcpuExit> cancelled = guest.Cpus[0].RunOnThread(_source.Token);
        RunningVcpu other = RunningVcpu.Start(guest.Cpus[1]);
        GuestRuns.Await(() => Volatile.Read(ref inside) == 2, "both vcpus are in the guest");
        _source.Cancel();
        Assert.That(() => cancelled.GetAwaiter().GetResult(), ThrowsCancelled());
        Assert.That(other.HasEnded, Is.False);
        Volatile.Write(ref _mayLeave, true);
        Assert.That(other.Join(), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(guest.Cpus[0].Run(), Is.InstanceOf<VcpuExit.Stopped>());

        IEnumerable<GuestInstruction> CountAndWait(GuestCpu cpu)
        {
            Interlocked.Increment(ref inside);
            while (!Volatile.Read(ref _mayLeave))
                yield return Pause();
        }
    }

    [Test]
    public async Task ARunOnAThreadGivesItsExit()
    {
        Task<VcpuExit> run = _guest.Cpu.RunOnThread(_source.Token);
        GuestRuns.Await(() => Volatile.Read(ref _isInside), "the vcpu is in the guest");
        Assert.That(run.IsCompleted, Is.False, "the guest runs beside its caller");
        Volatile.Write(ref _mayLeave, true);
        Assert.That(await run, Is.InstanceOf<VcpuExit.Stopped>());
    }

    [Test]
    public void ARunOnAThreadGivesTheExceptionOfTheProgram()
    {
        _guest.Cpu.Load(new GuestProgram(_ => Fail()));
        Task<VcpuExit> run = _guest.Cpu.RunOnThread(_source.Token);
        Assert.That(() => run.GetAwaiter().GetResult(), Throws.TypeOf<NotSupportedException>());
        Assert.That(run.IsFaulted, Is.True);

        static IEnumerable<GuestInstruction> Fail()
        {
            yield return Pause();
            throw new NotSupportedException();
        }
    }

    [Test]
    public void ARunOnAThreadThatIsCancelledIsACancelledTask()
    {
        Task<VcpuExit> run = _guest.Cpu.RunOnThread(_source.Token);
        CancelInside();
        Assert.That(() => run.GetAwaiter().GetResult(), ThrowsCancelled());
        Assert.That(run.IsCanceled, Is.True);
        AssertALaterRunEndsTheProgram();
    }

    private EqualConstraint<CancellationToken> ThrowsCancelled() =>
        Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken))
            .EqualTo(_source.Token);

    private void CancelInside()
    {
        GuestRuns.Await(() => Volatile.Read(ref _isInside), "the vcpu is in the guest");
        _source.Cancel();
    }

    private void AssertALaterRunEndsTheProgram()
    {
        Volatile.Write(ref _mayLeave, true);
        Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>());
        Assert.That(_starts, Is.EqualTo(1), "the program was resumed, not started again");
    }

    private IEnumerable<GuestInstruction> WaitInside(GuestCpu cpu)
    {
        _starts++;
        Volatile.Write(ref _isInside, true);
        while (!Volatile.Read(ref _mayLeave))
            yield return Pause();
    }
}
