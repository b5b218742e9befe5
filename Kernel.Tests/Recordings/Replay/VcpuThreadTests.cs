// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Recordings.Replay;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Recordings.Replay;

/// <summary>However the run of a vcpu ends, a call does not wait for it forever, and its failure is reported.</summary>
[TestFixture]
public sealed class VcpuThreadTests : SystemFixture
{
    private Guest _guest = null!;
    private VcpuThread _thread = null!;

    [SetUp]
    public void StartAVcpu()
    {
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
        _thread = new VcpuThread(_guest.Cpu);
    }

    [Test]
    public void ACallIsAnsweredUntilTheEnd()
    {
        Assert.That(_thread.Call(HypercallNumber.Read, [0, 0]), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)));
        Assert.That(_thread.End, Throws.Nothing);
        Assert.That(_thread.End, Throws.Nothing, "the second time as well");
    }

    [Test]
    public void ACallAfterTheEndThrows()
    {
        _thread.End();
        Assert.That(() => _thread.Call(HypercallNumber.Read, [0, 0]), Throws.InvalidOperationException.With.Message.Contains("has ended"));
    }

    [Test]
    public void ARunThatEndsByItselfIsReportedByTheCallAndByTheEnd()
    {
        _guest.Cpu.Signal();
        Assert.That(
            () => { while (true) _thread.Call(HypercallNumber.Read, [0, 0]); },
            Throws.InvalidOperationException.With.Message.Contains("although it was not told to"));
        Assert.That(_thread.End, Throws.InvalidOperationException.With.Message.Contains("although it was not told to"));
    }
}
