// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines;

/// <summary>Beside a run of a vcpu, what changes it is refused at once and what reads it is answered.</summary>
[TestFixture]
public sealed class VcpuInUseTests : SystemFixture
{
    private const ulong Marker = 0x1234_5678;
    private const uint ProcessorVersion = 0x3f_0201;

    private Guest _guest = null!;
    private bool _isInside;
    private bool _mayLeave;
    private RunningVcpu _running = null!;

    private static IEnumerable<TestCaseData> Changes =>
    [
        Use("Hypercall", cpu => cpu.Hypercall(HypercallNumber.Read, 0, 8)),
        Use("Enter", cpu => cpu.Enter(HypercallOptions.Exact, 8, 0, 0)),
        Use("a write of a register", cpu => cpu.Gpr[20] = 0),
        Use("a write of the MSR", cpu => cpu.Msr = 0),
        Use("SetSpecialRegisters", cpu => cpu.SetSpecialRegisters(new SpecialRegisters(ProcessorVersion, []))),
        Use("GetSpecialRegisters, which waits for the run", cpu => cpu.GetSpecialRegisters()),
        Use("SetUpRealModeArea", cpu => cpu.SetUpRealModeArea()),
        Use("AnswerHypercall", cpu => cpu.AnswerHypercall(HypercallResult.Success)),
        Use("Load", cpu => cpu.Load(new GuestProgram(_ => []))),
        Use("Run", cpu => cpu.Run()),
    ];

    private static IEnumerable<TestCaseData> Looks =>
    [
        Use("Id", cpu => _ = cpu.Id),
        Use("a register", cpu => _ = cpu.Gpr[3]),
        Use("the MSR", cpu => _ = cpu.Msr),
        Use("IsCeded", cpu => _ = cpu.IsCeded),
        Use("IsAsleep", cpu => _ = cpu.IsAsleep),
        Use("Statistics", cpu => _ = cpu.Statistics),
        Use("RaiseInterrupt", cpu => cpu.RaiseInterrupt()),
        Use("RaiseInterruptOnce", cpu => cpu.RaiseInterruptOnce()),
        Use("ClearInterrupt", cpu => cpu.ClearInterrupt()),
    ];

    [SetUp]
    public void RunAGuest()
    {
        (_isInside, _mayLeave) = (false, false);
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
        _guest.Cpu.Load(new GuestProgram(Stay));
        _running = RunningVcpu.Start(_guest.Cpu);
        GuestRuns.Await(() => Volatile.Read(ref _isInside) || _running.HasEnded, "the vcpu is in the guest");
    }

    [TestCaseSource(nameof(Changes))]
    public void AChangeIsRefused(string name, object use)
    {
        Deadline.Run(name, () => Assert.That(
            () => ((Action<VirtualCpu>)use)(_guest.Cpu),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "vcpu 0 is being run or used by another thread, or by its own guest; expected one thread at a time."),
            "the vcpu runs"));
        AssertTheGuestEndsUnharmed();
    }

    [TestCaseSource(nameof(Looks))]
    public void ALookIsAnswered(string name, object use)
    {
        Deadline.Run(name, () => Assert.That(() => ((Action<VirtualCpu>)use)(_guest.Cpu), Throws.Nothing, "nothing changes the guest"));
        AssertTheGuestEndsUnharmed();
    }

    [Test]
    public void AfterTheRunChangesAreServed()
    {
        AssertTheGuestEndsUnharmed();
        foreach (TestCaseData change in Changes)
            Assert.That(() => ((Action<VirtualCpu>)change.Arguments[1]!)(_guest.Cpu), Throws.Nothing, (string)change.Arguments[0]!);
    }

    [Test]
    public void AnotherVcpuIsServedBesideTheRun()
    {
        VirtualCpu other = _guest.Machine.CreateVcpu(4);
        Assert.That(other.EnterHugePage(8, 0).Result, Is.EqualTo(HypercallResult.Success), "it is used by nobody");
        Assert.That(() => other.Gpr[20] = 0, Throws.Nothing, "its registers are its own");
        AssertTheGuestEndsUnharmed();
    }

    private static TestCaseData Use(string name, Action<VirtualCpu> use) => new TestCaseData(name, use).SetArgDisplayNames(name);

    private void AssertTheGuestEndsUnharmed()
    {
        Volatile.Write(ref _mayLeave, true);
        Assert.That(_running.Join(), Is.InstanceOf<VcpuExit.Stopped>(), "the guest has gone on");
        Assert.That(_guest.Cpu.Gpr[20], Is.EqualTo(Marker), "its register is as it left it");
    }

    private IEnumerable<GuestInstruction> Stay(GuestCpu cpu)
    {
        cpu.Gpr[20] = Marker;
        Volatile.Write(ref _isInside, true);
        while (!Volatile.Read(ref _mayLeave))
            yield return Pause();
    }
}
