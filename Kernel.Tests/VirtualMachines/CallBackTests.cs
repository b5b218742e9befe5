// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;
using static Kernel.VirtualMachines.Guests.GuestInstructions;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// User code that the kernel waits for, and that calls back: what would wait for it throws at once, on its thread and on those that it
/// starts. What can be answered is.
/// </summary>
[TestFixture]
public sealed class CallBackTests : SystemFixture
{
    private static readonly string[] Callers = ["program", "guest event", "pin", "clock", "stream", "body"];

    private Guest _guest = null!;
    private SwitchedClock _clock = null!;
    private Action? _callsBack;
    private int _calls;

    private static IEnumerable<TestCaseData> Calls =>
    [
        Call("a hypercall of another vcpu", test => test._guest.Cpus[1].EnterHugePage(16, 0)),
        Call("a memory slot", test => test._guest.Machine.SetMemoryRegion(1, 4 * GB, HugePage, 0x7100_0000_0000)),
        Call("the slots", test => _ = test._guest.Machine.MemorySlots),
        Call("the disposal of the machine", test => test._guest.Machine.Dispose()),
        Call("the disposal of the system", test => test.Booted.Dispose()),
        Call("a new machine", test => test.Booted.CreateVirtualMachine()),
        Call("memory of the process", test => test.Booted.Process.ReadDoubleword(test._guest.UserAddress)),
        Call("a mapping", test => test.Booted.Process.MapHugePages(HugePage)),
    ];

    private static IEnumerable<TestCaseData> CallersAndCalls =>
        Callers.SelectMany(caller => Calls.SelectMany(call => new[] { false, true }.Select(onTask =>
            new TestCaseData(caller, call.Arguments[1], onTask)
                .SetArgDisplayNames($"{caller}: {call.Arguments[0]}{(onTask ? ", on a task" : "")}"))));

    [SetUp]
    public void BootWithAGuest()
    {
        (_callsBack, _calls) = (null, 0);
        _clock = new SwitchedClock();
        Boot(clock: _clock);
        _guest = GuestWithMemory(vcpus: 2);
    }

    [TestCaseSource(nameof(CallersAndCalls))]
    public void ACallThatCannotBeServedThrowsAtOnce(string caller, object call, bool onTask)
    {
        Exception? refusal = null;
        _callsBack = () =>
        {
            if (_calls++ != 0)
                return;             // once is enough
            try
            {
                if (onTask)
                    Task.Run(() => ((Action<CallBackTests>)call)(this)).GetAwaiter().GetResult();
                else
                    ((Action<CallBackTests>)call)(this);
            }
            catch (Exception exception)
            {
                refusal = exception;
            }
        };
        Deadline.Run(caller, () => Cause(caller));
        Assert.That(_calls, Is.Positive, "the user's code has run");
        Assert.That(
            refusal, Is.TypeOf<InvalidOperationException>().With.Message.Contains("for which the kernel waits"), "it says who waits");
        AssertTheKernelWorks();
    }

    [TestCaseSource(nameof(Callers))]
    public void AnExceptionComesOutOfTheCallThatRanTheCode(string caller)
    {
        _callsBack = () => throw new NotSupportedException(caller);
        Assert.That(
            () => Deadline.Run(caller, () => Cause(caller)), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(caller),
            "it is the user's");
        _callsBack = null;
        AssertTheKernelWorks();
    }

    [TestCaseSource(nameof(Callers))]
    public void ALookIsAnswered(string caller)
    {
        var seen = new List<int>();
        _callsBack = () => seen.Add(
            _guest.Machine.HashedPageTable.ValidCount + _guest.Machine.Lpid + (int)_guest.Cpu.Gpr[0]
            + Booted.PhysicalMemory.UnusualReferenceCounts().Count());
        Deadline.Run(caller, () => Cause(caller));
        Assert.That(seen, Is.Not.Empty, "the user's code has looked");
        _callsBack = null;
        AssertTheKernelWorks();
    }

    [Test]
    public void AClockThatThrowsEndsARunThatCanBeResumed()
    {
        bool isInside = false, mayLeave = false;
        _clock.Read = () => Volatile.Read(ref _callsBack)?.Invoke();
        _guest.Cpu.Load(new GuestProgram(Stay));
        RunningVcpu running = RunningVcpu.Start(_guest.Cpu);
        GuestRuns.Await(() => Volatile.Read(ref isInside), "the guest runs");
        Volatile.Write(ref _callsBack, () => throw new NotSupportedException("clock"));
        Assert.That(() => running.Join(), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("clock"), "the run ends");
        Volatile.Write(ref _callsBack, null);
        Volatile.Write(ref mayLeave, true);
        VcpuExit exit;
        do
            exit = _guest.Cpu.Run();        // a signal of the failure may come late
        while (exit is VcpuExit.Signalled);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), "the guest was resumed");

        IEnumerable<GuestInstruction> Stay(GuestCpu cpu)
        {
            Volatile.Write(ref isInside, true);
            while (!Volatile.Read(ref mayLeave))
                yield return Pause();
        }
    }

    [Test]
    public void AClockThatSetsNoTimerEndsTheWaitOfACededVcpu()
    {
        _guest.Cpu.Load(new GuestProgram(cpu => [SetDecrementer(0x7fff_ffff), cpu.Cede()]));
        _clock.Set = () => throw new NotSupportedException("timer");
        Assert.That(
            () => Deadline.Run("the run", () => _guest.Cpu.Run()), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("timer"),
            "nothing would have woken the vcpu");
        _clock.Set = null;
        AssertTheKernelWorks();
    }

    [Test]
    public void AProcessorUsedByOtherCodeThanItsProgramThrows()
    {
        GuestCpu captured = null!;
        _guest.Cpu.Run(Body);
        Assert.That(() => _ = captured.Msr, Throws.InvalidOperationException.With.Message.Contains("used by other code"), "a register");
        Assert.That(() => _ = captured.Result, Throws.InvalidOperationException, "r3");
        Assert.That(() => captured.Gpr[3] = 1, Throws.InvalidOperationException, "a write");
        Assert.That(() => captured.Cede(), Throws.InvalidOperationException, "a hypercall, which loads registers");
        Assert.That(
            () => _guest.Cpu.Load(new GuestProgram(cpu => [SetMsr(cpu.Msr)])),
            Throws.InvalidOperationException.With.Message.Contains("not on a processor now"), "a load is no run");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            captured = cpu;
            yield return Pause();
        }
    }

    private static TestCaseData Call(string name, Action<CallBackTests> call) => new(name, call);

    private void Cause(string caller)
    {
        switch (caller)
        {
            case "program":
                _guest.Cpu.Run(Body);
                break;
            case "guest event":
                Booted.GuestEventOccurred += (_, _) => _callsBack?.Invoke();
                _guest.Cpu.Run(_ => [Pause()]);
                break;
            case "pin":
                Booted.PagePinned += (_, _) => _callsBack?.Invoke();
                _guest.Cpu.EnterHugePage(8, HugePage);
                break;
            case "clock":
                _clock.Read = () => Volatile.Read(ref _callsBack)?.Invoke();
                _guest.Cpu.Run(_ => [Pause()]);
                break;
            case "stream":
                _guest.Machine.WriteTables(new CallingStream(() => _callsBack?.Invoke()));
                break;
            default:
                _guest.Cpu.Load(new GuestProgram(_ =>
                {
                    _callsBack?.Invoke();
                    return [];
                }));
                break;
        }

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            _callsBack?.Invoke();
            yield return Pause();
        }
    }

    private void AssertTheKernelWorks()
    {
        _callsBack = null;
        VcpuExit exit;
        do
            exit = _guest.Cpu.Run(_ => [Pause()]);      // the signal of a failing clock may come late
        while (exit is VcpuExit.Signalled);
        Assert.That(exit, Is.InstanceOf<VcpuExit.Stopped>(), "the vcpu runs another program");
        Assert.That(_guest.Machine.MemorySlots, Has.Count.EqualTo(1), "no lock is held");
    }

    private sealed class SwitchedClock : TimeProvider
    {
        public Action? Read { get; set; }

        public Action? Set { get; set; }

        public override long GetTimestamp()
        {
            Read?.Invoke();
            return 0;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Set?.Invoke();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class CallingStream(Action calls) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            calls();
            base.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            calls();
            base.Write(buffer, offset, count);
        }
    }
}
