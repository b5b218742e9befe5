// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.Concurrency;
using Kernel.Machine;
using Kernel.Machine.Interrupts;

namespace Kernel.VirtualMachines.Guests;

// Unsafe: the hardware thread is used between Enter and Leave only, by the code that runs on it; the kvm_vcpu lives as long as the run.
/// <summary>A running <see cref="GuestProgram"/>: the source of a vcpu's instructions.</summary>
internal sealed unsafe class GuestCode : IGuestCode
{
    /// <summary>The address at which programs begin; those of interrupt handlers are lower.</summary>
    internal const ulong FirstAddress = 0x1_0000;

    private const ulong LastVector = 0x1000;
    private const ulong InstructionLength = 4;
    private const ulong ProblemState = 1ul << 14;

    private readonly GuestProgram _program;
    private readonly GuestCpu _cpu;
    private readonly KvmSystem _system;
    private readonly VirtualCpu _vcpu;
    private readonly int _id;
    private Frame _frame;
    private HardwareThread* _thread;
    private ulong _nip = FirstAddress;
    private HypercallNumber _hypercall;
    private bool _isAnswerExpected;
    private bool _isClosed;

    internal GuestCode(GuestProgram program, VirtualCpu vcpu, KvmSystem system)
    {
        _program = program;
        _cpu = new GuestCpu(vcpu);
        _vcpu = vcpu;
        _id = vcpu.Id;
        _system = system;
        using UserCode.Scope _ = UserCode.Enter(_cpu);
        _frame = new Frame(Start(program.Body, "The body of the program"), parent: null);
    }

    /// <summary>The exception that the program, one of its handlers or an event handler has thrown.</summary>
    internal ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>The interrupt for which the program had no handler.</summary>
    internal GuestFault? Fault { get; private set; }

    public void Enter(HardwareThread* thread, bool fromHost)
    {
        _thread = thread;
        _cpu.Thread = thread;
        if (_isAnswerExpected)
        {
            _isAnswerExpected = false;
            _cpu.IsAnsweredByHost = fromHost;
            if (_system.IsObserved)
                Raise(new GuestEvent.HypercallAnswered(_hypercall, Result, fromHost) { Vcpu = _id, HardwareThread = _thread->Number });
        }
        if (fromHost && _system.IsObserved)
            Raise(new GuestEvent.Entered { Vcpu = _id, HardwareThread = _thread->Number });

        // The hypervisor may have injected an interrupt: then execution continues at its handler.
        if (thread->Nip != _nip && thread->Nip < LastVector)
            Interrupt((uint)thread->Nip);
    }

    public GuestInstruction Fetch()
    {
        Frame frame = _frame;
        if (frame.Next is { } waiting)
            return waiting;
        if (MoveNext(frame, out GuestInstruction next))
        {
            if (DescribeFault(next) is { } fault)
            {
                Fail(new InvalidOperationException(fault));
                return Fetch();
            }
        }
        else if (_frame.Parent is not null)
            next = new GuestInstruction(GuestOperation.ReturnFromInterrupt);
        else if ((_thread->Translation.Msr & ProblemState) != 0)
            next = GuestInstructions.SetMsr(_thread->Translation.Msr & ~ProblemState);  // no hypercall reaches the hypervisor from there
        else
        {
            HypercallArguments.Load(_vcpu.VcpuInRun, HypercallNumber.Stop, []);
            next = new GuestInstruction(GuestOperation.Hypercall);
        }
        _frame.Next = next;                 // a new frame, if the program has thrown
        return next;
    }

    // An instruction that GuestInstructions would not have made, and that no processor executes.
    private string? DescribeFault(GuestInstruction instruction)
    {
        if (!Enum.IsDefined(instruction.Operation))
            return $"Operation is {(int)instruction.Operation}; expected one of {nameof(GuestOperation)}.";
        if (instruction.Operation is GuestOperation.Load or GuestOperation.Store or GuestOperation.Fetch
            && (instruction.Bytes is not (1 or 2 or 4 or 8) || instruction.First % (ulong)instruction.Bytes != 0))
        {
            return $"{instruction.Operation} of {instruction.Bytes} bytes at 0x{instruction.First:x}; "
                + "expected 1, 2, 4 or 8, at a multiple of that.";
        }
        if (instruction.Operation == GuestOperation.ReturnFromInterrupt && _frame.Parent is null)
            return "The program returns from an interrupt, but is not handling one.";
        return null;
    }

    public void Complete(ulong value)
    {
        Frame frame = _frame;
        GuestInstruction done = frame.Next!.Value;
        frame.Next = null;
        if (done.Operation == GuestOperation.Load)
            _cpu.Value = value;
        if (done.Operation != GuestOperation.ReturnFromInterrupt)
            return;
        // A hypercall in the handler has overwritten SRR0 and SRR1; a handler in memory would have saved them itself.
        _frame = frame.Parent!;
        if (Close(frame) is { } failure)
            Fail(failure);
        _thread->Srr0 = frame.Srr0;
        _thread->Srr1 = frame.Srr1;
        if (!_cpu.SkipsInstruction)
            return;
        _cpu.SkipsInstruction = false;
        _frame.Next = null;
        _thread->Srr0 += InstructionLength;
    }

    public void Interrupt(uint vector)
    {
        var interrupt = (InterruptVector)vector;
        if (_system.IsObserved)
            Raise(new GuestEvent.Interrupted(interrupt, _thread->Dar, _thread->Srr0) { Vcpu = _id, HardwareThread = _thread->Number });
        if (Failure is not null)
            return;                         // an event handler has thrown: the program is over
        if (_program.HandlerOf(interrupt) is { } handler)
        {
            // A no-op runs first, so that a fault in the handler's first instruction is recognised as new.
            try
            {
                using UserCode.Scope _ = UserCode.Enter(_cpu);
                Push(new Frame(Start(handler, $"The handler of the interrupt {interrupt.Name}"), _frame)
                {
                    Next = new GuestInstruction(GuestOperation.Nothing), Srr0 = _thread->Srr0, Srr1 = _thread->Srr1,
                });
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
        // In problem state, sc 1 is a system call of the guest.
        bool isHypercall = vector == InterruptVectors.SystemCall && (_thread->Srr1 & ProblemState) == 0;
        HypercallNumber? hypercall = isHypercall ? (HypercallNumber)Result : null;
        if (hypercall is { } number)
        {
            _hypercall = number;
            _isAnswerExpected = true;
        }
        if (_system.IsObserved)
            Raise(new GuestEvent.Left((InterruptVector)vector, hypercall) { Vcpu = _id, HardwareThread = _thread->Number });
        _cpu.Thread = null;
    }

    /// <summary>
    /// Ends the program: its iterators are disposed, so that what they have left open is closed. One that is running on another thread is
    /// disposed there. What that throws is kept for the caller (<see cref="UserCode.ThrowFailure"/>).
    /// </summary>
    internal void Close()
    {
        Atomics.Write(ref _isClosed, true);
        if (CloseFrames() is { } failure)
            UserCode.KeepFailure(failure);
    }

    // r3 of the vcpu, for a hypercall: its number before, its result after.
    private HypercallResult Result => (HypercallResult)_vcpu.VcpuInRun->arch.gpr[3];

    private IEnumerator<GuestInstruction> Start(Func<GuestCpu, IEnumerable<GuestInstruction>> code, string what) =>
        code(_cpu)?.GetEnumerator()
            ?? throw new InvalidOperationException($"{what} of vcpu {_id} returned null; expected an iterator of instructions.");

    // At the end of an iterator it is disposed.
    private bool MoveNext(Frame frame, out GuestInstruction next)
    {
        try
        {
            using UserCode.Scope _ = UserCode.Enter(_cpu);
            if (frame.MoveNext(out next))
                return true;
            frame.Close();
            return false;
        }
        catch (Exception exception)
        {
            Fail(exception);
            next = default;
            return false;
        }
    }

    private void Push(Frame frame)
    {
        Atomics.Write(ref _frame, frame);
        if (Atomics.Read(ref _isClosed))
            frame.Close();                  // Close has come in between
    }

    // Drops all frames; the next fetch ends the program.
    private void Abandon()
    {
        if (CloseFrames() is { } failure)
            Failure ??= ExceptionDispatchInfo.Capture(failure);
        _frame = new Frame(Enumerable.Empty<GuestInstruction>().GetEnumerator(), parent: null);
    }

    // The innermost first. Returns the first exception.
    private Exception? CloseFrames()
    {
        Exception? first = null;
        for (Frame? frame = Atomics.Read(ref _frame); frame is not null; frame = frame.Parent)
        {
            Exception? failure = Close(frame);
            first ??= failure;
        }
        return first;
    }

    private Exception? Close(Frame frame)
    {
        try
        {
            using UserCode.Scope _ = UserCode.Enter(_cpu);
            frame.Close();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    // An event handler must not stop the kernel between two of its steps: what it throws ends the program, and comes out of the run.
    private void Raise(GuestEvent guestEvent)
    {
        try
        {
            using UserCode.Scope _ = UserCode.Enter(_cpu);
            _system.Raise(guestEvent);
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

    /// <summary>
    /// An iterator that has begun, and the one that it interrupts. It is disposed once, and not while it runs: then by the thread that
    /// runs it, when it has yielded.
    /// </summary>
    private sealed class Frame(IEnumerator<GuestInstruction> body, Frame? parent)
    {
        private const int Idle = 0;
        private const int Running = 1;
        private const int Closed = 2;

        private int _state;

        /// <summary>The frame of the interrupted code; null for the program.</summary>
        internal Frame? Parent => parent;

        /// <summary>The instruction to be executed, until it is completed.</summary>
        internal GuestInstruction? Next { get; set; }

        /// <summary>In a handler, SRR0 of the interrupt that it handles.</summary>
        internal ulong Srr0 { get; init; }

        /// <summary>In a handler, SRR1 of the interrupt that it handles.</summary>
        internal ulong Srr1 { get; init; }

        /// <summary>Asks the iterator for its next instruction.</summary>
        /// <returns>False at its end, and when it is closed.</returns>
        internal bool MoveNext(out GuestInstruction next)
        {
            next = default;
            if (Atomics.CompareExchange(ref _state, Running, Idle) != Idle)
                return false;
            try
            {
                if (!body.MoveNext())
                    return false;
                next = body.Current;
                return true;
            }
            finally
            {
                if (Atomics.CompareExchange(ref _state, Idle, Running) == Closed)
                    body.Dispose();
            }
        }

        /// <summary>Disposes the iterator, unless that has been done.</summary>
        internal void Close()
        {
            if (Atomics.Exchange(ref _state, Closed) == Idle)
                body.Dispose();
        }
    }
}
