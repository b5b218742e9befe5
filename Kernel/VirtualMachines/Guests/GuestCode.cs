// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.Machine;
using Kernel.Machine.Interrupts;

namespace Kernel.VirtualMachines.Guests;

// Unsafe: the hardware thread is used between Enter and Leave only, by the code that runs on it.
/// <summary>A program on its way: what a vcpu finds where it fetches instructions.</summary>
internal sealed unsafe class GuestCode : IGuestCode
{
    /// <summary>Where programs begin; interrupt handlers lie below.</summary>
    internal const ulong FirstAddress = 0x1_0000;

    private const ulong LastVector = 0x1000;
    private const ulong InstructionLength = 4;
    private const ulong ProblemState = 1ul << 14;

    [ThreadStatic] private static bool _isOutside;

    private readonly GuestProgram _program;
    private readonly GuestCpu _cpu;
    private readonly Action<GuestEvent> _observer;
    private readonly int _id;
    private readonly Stack<Frame> _frames = new();
    private HardwareThread* _thread;
    private ulong _nip = FirstAddress;
    private ulong _hypercall;
    private bool _isAnswerExpected;

    internal GuestCode(GuestProgram program, VirtualCpu vcpu, Action<GuestEvent> observer)
    {
        _program = program;
        _cpu = new GuestCpu(vcpu);
        _id = vcpu.Id;
        _observer = observer;
        _frames.Push(new Frame(program.Body(_cpu)));
    }

    /// <summary>
    /// Refuses a thread that is in a program, a handler or a watcher: C# of somebody else's, between two steps of the kernel, which would
    /// wait for itself if it were called.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is.</exception>
    internal static void ThrowIfOutside()
    {
        if (_isOutside)
            throw new InvalidOperationException("Called from a guest's program, handler or watcher, for which the kernel waits; expected a call from another thread, or after the run.");
    }

    /// <summary>What the program itself has thrown.</summary>
    internal ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>The interrupt that it had no handler for.</summary>
    internal GuestFault? Fault { get; private set; }

    public void Enter(HardwareThread* thread, bool fromHost)
    {
        _thread = thread;
        _cpu.Thread = thread;
        if (_isAnswerExpected)
        {
            _isAnswerExpected = false;
            _cpu.IsAnsweredByHost = fromHost;
            Observe(GuestEventKind.HypercallAnswered, 0, _hypercall, _cpu.Gpr[3], fromHost);
        }
        if (fromHost)
            Observe(GuestEventKind.Entered);

        // The hypervisor may have put an interrupt between: then execution goes on at its handler.
        if (thread->Nip != _nip && thread->Nip < LastVector)
            Interrupt((uint)thread->Nip);
    }

    public GuestInstruction Fetch()
    {
        Frame frame = _frames.Peek();
        if (frame.Next is { } waiting)
            return waiting;
        GuestInstruction next;
        if (MoveNext(frame))
        {
            next = frame.Body.Current;
            if (ComplaintAbout(next) is { } wrong)
            {
                Fail(new InvalidOperationException(wrong));
                return Fetch();
            }
        }
        else if (_frames.Count > 1)
            next = new GuestInstruction(GuestOperation.ReturnFromInterrupt);
        else if ((_cpu.Msr & ProblemState) != 0)
            next = GuestInstructions.SetMsr(_cpu.Msr & ~ProblemState);      // from there nobody can call the hypervisor
        else
            next = _cpu.Hypercall(Hypercalls.Stop);
        _frames.Peek().Next = next;         // another frame, if the program has thrown
        return next;
    }

    // What GuestInstructions would not have made, and no processor executes.
    private string? ComplaintAbout(GuestInstruction instruction)
    {
        if (!Enum.IsDefined(instruction.Operation))
            return $"Operation is {(int)instruction.Operation}; expected one of {nameof(GuestOperation)}.";
        if (instruction.Operation is GuestOperation.Load or GuestOperation.Store or GuestOperation.Fetch
            && (instruction.Bytes is not (1 or 2 or 4 or 8) || instruction.First % (ulong)instruction.Bytes != 0))
            return $"{instruction.Operation} of {instruction.Bytes} bytes at 0x{instruction.First:x}; expected 1, 2, 4 or 8, at a multiple of that.";
        if (instruction.Operation == GuestOperation.ReturnFromInterrupt && _frames.Count == 1)
            return "The program returns from an interrupt, and is in none.";
        return null;
    }

    public void Complete(ulong value)
    {
        Frame frame = _frames.Peek();
        GuestInstruction done = frame.Next!.Value;
        frame.Next = null;
        if (done.Operation == GuestOperation.Load)
            _cpu.Value = value;
        if (done.Operation != GuestOperation.ReturnFromInterrupt)
            return;
        // A hypercall in the handler has overwritten them; a handler in memory would have saved them itself.
        _frames.Pop();
        _thread->Srr0 = frame.Srr0;
        _thread->Srr1 = frame.Srr1;
        if (!_cpu.SkipsInstruction)
            return;
        _cpu.SkipsInstruction = false;
        _frames.Peek().Next = null;
        _thread->Srr0 += InstructionLength;
    }

    public void Interrupt(uint vector)
    {
        Observe(GuestEventKind.Interrupted, vector, _thread->Dar, _thread->Srr0);
        var interrupt = (GuestInterrupt)vector;
        if (_program.HandlerOf(interrupt) is { } handler)
        {
            // The handler's own first instruction comes second, so that the same interrupt there is told from this one.
            try
            {
                using Excursion _ = new();
                _frames.Push(new Frame(handler(_cpu)) { Next = new GuestInstruction(GuestOperation.Nothing), Srr0 = _thread->Srr0, Srr1 = _thread->Srr1 });
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
            return;
        }
        Fault = new GuestFault(interrupt, _thread->Srr0, _thread->Srr1, _thread->Dar, _thread->Dsisr);
        Abandon();
    }

    public void Leave(uint vector)
    {
        _nip = _thread->Nip;
        if (vector == InterruptVectors.SystemCall && (_thread->Srr1 & ProblemState) == 0)      // from problem state it is the guest's own
        {
            _hypercall = _cpu.Gpr[3];
            _isAnswerExpected = true;
        }
        Observe(GuestEventKind.Left, vector, _cpu.Gpr[3], _thread->Hdar);
    }

    private bool MoveNext(Frame frame)
    {
        try
        {
            using Excursion _ = new();
            return frame.Body.MoveNext();
        }
        catch (Exception exception)
        {
            Fail(exception);
            return false;
        }
    }

    // What is left is the end of the program.
    private void Abandon()
    {
        _frames.Clear();
        _frames.Push(new Frame([]));
    }

    // Whoever watches must not stop the kernel between two of its steps: what it throws ends the program, and comes out of the run.
    private void Observe(GuestEventKind kind, uint vector = 0, ulong first = 0, ulong second = 0, bool fromHost = false)
    {
        try
        {
            using Excursion _ = new();
            _observer(new GuestEvent(kind, _id, _thread->Number, (int)vector, first, second, fromHost));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        Failure ??= ExceptionDispatchInfo.Capture(exception);
        Abandon();
    }

    /// <summary>A call of somebody else's code, as long as it lasts.</summary>
    private readonly ref struct Excursion
    {
        private readonly ref bool _isGoingOn;

        public Excursion()
        {
            _isGoingOn = ref _isOutside;
            _isGoingOn = true;
        }

        public void Dispose() => _isGoingOn = false;
    }

    private sealed class Frame(IEnumerable<GuestInstruction> instructions)
    {
        internal IEnumerator<GuestInstruction> Body { get; } = instructions.GetEnumerator();

        /// <summary>The instruction that is to be executed, until it is completed.</summary>
        internal GuestInstruction? Next { get; set; }

        /// <summary>Where the interrupt came from that a handler handles.</summary>
        internal ulong Srr0 { get; init; }

        /// <summary>The MSR there.</summary>
        internal ulong Srr1 { get; init; }
    }
}
