// SPDX-License-Identifier: GPL-2.0-only
using System.Collections;
using Kernel.Errata;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>The iterators of a program and its handlers are disposed once, whatever ends them: <c>finally</c> blocks run.</summary>
[TestFixture]
public sealed class ProgramDisposalTests : SystemFixture
{
    private readonly List<string> _ended = [];
    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
        _ended.Clear();
        Boot(clock: new ManualClock());
        _guest = GuestWithMemory();
    }

    [Test]
    public void AProgramThatEndsIsDisposed()
    {
        Assert.That(_guest.Cpu.Run(_ => new Listed(this, "program", [Pause()])), Is.InstanceOf<VcpuExit.Stopped>(), "it ends");
        Assert.That(_ended, Is.EqualTo(new[] { "program" }), "at its end");
        AssertNothingMoreOnDisposal();
    }

    [Test]
    public void AHandlerThatReturnsInTheMiddleIsDisposed()
    {
        GuestProgram program = new GuestProgram(_ => new Listed(this, "program", [Load(8 * HugePage)]))
            .On(InterruptVector.DataStorage, cpu => Returns(cpu));
        Assert.That(_guest.Cpu.Run(program), Is.InstanceOf<VcpuExit.Stopped>(), "it ends");
        Assert.That(_ended, Is.EqualTo(new[] { "handler", "program" }), "the handler comes first");
        AssertNothingMoreOnDisposal();

        IEnumerable<GuestInstruction> Returns(GuestCpu cpu)
        {
            cpu.SkipInstruction();
            return new Listed(this, "handler", [new GuestInstruction(GuestOperation.ReturnFromInterrupt), Pause()]);
        }
    }

    [Test]
    public void AProgramThatCrashesInAHandlerIsDisposedFromTheInside()
    {
        GuestProgram program = new GuestProgram(_ => new Listed(this, "program", [Load(8 * HugePage), Pause()]))
            .On(InterruptVector.DataStorage, _ => new Listed(this, "handler", [SetMsr(GuestPage.TranslationOn), Load(8 * HugePage)]));
        Assert.That(_guest.Cpu.Run(program), Is.InstanceOf<VcpuExit.Crashed>(), "no handler for a data segment interrupt");
        Assert.That(_ended, Is.EqualTo(new[] { "handler", "program" }), "the innermost first, before the run returns");
        AssertNothingMoreOnDisposal();
    }

    [Test]
    public void AProgramThatWaitsForUserSpaceIsDisposedByAReload()
    {
        StopInTheMiddle();
        _guest.Cpu.Load(new GuestProgram(_ => []));
        Assert.That(_ended, Is.EqualTo(new[] { "program" }), "another program takes its place");
        AssertNothingMoreOnDisposal();
    }

    [TestCase(true, TestName = "{m}(machine)")]
    [TestCase(false, TestName = "{m}(system)")]
    public void AProgramThatWaitsForUserSpaceIsDisposedWithItsMachine(bool isMachine)
    {
        StopInTheMiddle();
        ((IDisposable)(isMachine ? _guest.Machine : Booted)).Dispose();
        Assert.That(_ended, Is.EqualTo(new[] { "program" }), "it can never go on");
        AssertNothingMoreOnDisposal();
    }

    [Test]
    public void AProgramWhoseRunEndsInAnOopsIsDisposed()
    {
        BootWithOopses();
        OopsOf(() => _guest.Cpu.Run(cpu => new Listed(this, "program", Oopses(cpu))));
        Assert.That(_ended, Is.EqualTo(new[] { "program" }), "before the oops comes out of the run");
        AssertNothingMoreOnDisposal();

        static IEnumerable<GuestInstruction> Oopses(GuestCpu cpu)
        {
            yield return cpu.Hypercall(HypercallNumber.Enter, Hpte.Exact, 8, Hpte.Large, HugePage | Hpte.Coherent);
        }
    }

    [Test]
    public void AProgramThatWaitsIsDisposedAfterAnOopsOfAnother()
    {
        BootWithOopses();
        StopInTheMiddle();
        VirtualCpu other = _guest.Machine.CreateVcpu(4);
        OopsOf(() => other.EnterHugePage(8, HugePage));
        Booted.Dispose();
        Assert.That(_ended, Is.EqualTo(new[] { "program" }), "with its system");
    }

    [Test]
    public void AnExceptionOfAFinallyComesOutOfTheCallThatRanIt([Values("Load", "machine", "system", "run")] string what)
    {
        if (what == "run")
        {
            Assert.That(
                () => _guest.Cpu.Run(_ => new Listed(this, "throws", [])), Throws.TypeOf<NotSupportedException>(), "the end is in the run");
            Assert.That(_guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>(), "another program runs");
            return;
        }
        StopInTheMiddle("throws");
        Action ends = what switch
        {
            "Load" => () => _guest.Cpu.Load(new GuestProgram(_ => [])),
            "machine" => _guest.Machine.Dispose,
            _ => Booted.Dispose,
        };
        Assert.That(ends, Throws.TypeOf<NotSupportedException>(), "the finally has thrown");
        if (what == "Load")
            Assert.That(_guest.Cpu.Run(), Is.InstanceOf<VcpuExit.Stopped>(), "the new program is loaded");
        Assert.That(Booted.CheckForLeaks, Throws.Nothing, "all else was done");
    }

    [Test]
    public void AFinallyThatDisposesItsSystemIsRefused()
    {
        _guest.Cpu.Load(new GuestProgram(_ => new Listed(this, "program", [Pause()]) { AtEnd = () => Booted.Dispose() }));
        Assert.That(
            () => _guest.Cpu.Run(), Throws.InvalidOperationException.With.Message.Contains("for which the kernel waits"), "it waits");
        Assert.That(_guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>(), "the system is still on");
    }

    [Test]
    public void ABodyThatGivesNullIsRefusedByLoad([Values] bool isEnumerator)
    {
        StopInTheMiddle();
        Assert.That(
            () => _guest.Cpu.Load(new GuestProgram(_ => isEnumerator ? new NoIterator() : null!)),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "The body of the program of vcpu 0 returned null; expected an iterator of instructions."),
            "there is nothing to run");
        Assert.That(_ended, Is.Empty, "the loaded program is still there");
    }

    [Test]
    public void AHandlerThatGivesNullEndsTheProgram()
    {
        GuestProgram program = new GuestProgram(_ => new Listed(this, "program", [Load(8 * HugePage)]))
            .On(InterruptVector.DataStorage, _ => null!);
        Assert.That(
            () => _guest.Cpu.Run(program),
            Throws.InvalidOperationException.With.Message.Contains("The handler of the interrupt").And.Message.Contains("returned null"),
            "there is nothing to handle it");
        Assert.That(_ended, Is.EqualTo(new[] { "program" }), "the program is over");
    }

    [TestCase("MoveNext")]
    [TestCase("Current")]
    [TestCase("GetEnumerator")]
    public void AnExceptionOfAnEnumeratorComesOutOfTheCallThatRanIt(string member)
    {
        Assert.That(
            () => _guest.Cpu.Run(_ => new Listed(this, "program", [Pause()]) { Throws = member }),
            Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(member), "out of Load or Run");
        Assert.That(_guest.Cpu.Run(_ => []), Is.InstanceOf<VcpuExit.Stopped>(), "the kernel works");
    }

    // H_ENTER of the second page is an oops then, and so is setting up the real mode area.
    private void BootWithOopses()
    {
        SwitchOff();
        Boot(ErrataSet.Of(Erratum.E01), pageShift: 12, clock: new ManualClock());
        _guest = GuestWithMemory();
        _guest.Machine.DisableRealModeArea();
    }

    private void StopInTheMiddle(string name = "program")
    {
        Assert.That(
            _guest.Cpu.Run(cpu => new Listed(this, name, [cpu.Hypercall((HypercallNumber)0x6c), Pause()])),
            Is.InstanceOf<VcpuExit.Hypercall>(), "user space is asked");
        Assert.That(_ended, Is.Empty, "the program is in the middle");
    }

    private void AssertNothingMoreOnDisposal()
    {
        int count = _ended.Count;
        Booted.Dispose();
        Assert.That(_ended, Has.Count.EqualTo(count), "nothing is disposed twice");
    }

    /// <summary>Instructions whose enumerator puts its name on the list when it is disposed.</summary>
    private sealed class Listed(ProgramDisposalTests test, string name, IEnumerable<GuestInstruction> instructions)
        : IEnumerable<GuestInstruction>, IEnumerator<GuestInstruction>
    {
        private readonly IEnumerator<GuestInstruction> _inner = instructions.GetEnumerator();

        public Action? AtEnd { get; init; }

        public string? Throws { get; init; }

        public GuestInstruction Current => Throws == "Current" ? throw new NotSupportedException("Current") : _inner.Current;

        object IEnumerator.Current => Current;

        public bool MoveNext() => Throws == "MoveNext" ? throw new NotSupportedException("MoveNext") : _inner.MoveNext();

        public void Reset() => _inner.Reset();

        public void Dispose()
        {
            test._ended.Add(name);
            AtEnd?.Invoke();
            if (name == "throws")
                throw new NotSupportedException("finally");
        }

        public IEnumerator<GuestInstruction> GetEnumerator() =>
            Throws == "GetEnumerator" ? throw new NotSupportedException("GetEnumerator") : this;

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class NoIterator : IEnumerable<GuestInstruction>
    {
        public IEnumerator<GuestInstruction> GetEnumerator() => null!;

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
