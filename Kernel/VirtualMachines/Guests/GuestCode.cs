// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.Machine;
using Kernel.Machine.Interrupts;

namespace Kernel.VirtualMachines.Guests;

// Unsafe: the hardware thread is used between Enter and Leave only, by the code that runs on it.
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
    private readonly int _id;
    private readonly Stack<Frame> _frames = new();
    private HardwareThread* _thread;
    private ulong _nip = FirstAddress;
    private HypercallNumber _hypercall;
    private bool _isAnswerExpected;

    internal GuestCode(GuestProgram program, VirtualCpu vcpu, KvmSystem system)
    {
        _program = program;
        _cpu = new GuestCpu(vcpu);
        _id = vcpu.Id;
        _system = system;
        _frames.Push(new Frame(program.Body(_cpu)));
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
                Raise(new GuestEvent.HypercallAnswered(_hypercall, _cpu.Result, fromHost) { Vcpu = _id, HardwareThread = _thread->Number });
        }
        if (fromHost && _system.IsObserved)
            Raise(new GuestEvent.Entered { Vcpu = _id, HardwareThread = _thread->Number });

        // The hypervisor may have injected an interrupt: then execution continues at its handler.
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
            if (DescribeFault(next) is { } fault)
            {
                Fail(new InvalidOperationException(fault));
                return Fetch();
            }
        }
        else if (_frames.Count > 1)
            next = new GuestInstruction(GuestOperation.ReturnFromInterrupt);
        else if ((_cpu.Msr & ProblemState) != 0)
            next = GuestInstructions.SetMsr(_cpu.Msr & ~ProblemState);      // no hypercall reaches the hypervisor from problem state
        else
            next = _cpu.Hypercall(HypercallNumber.Stop);
        _frames.Peek().Next = next;         // a new frame, if the program has thrown
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
        if (instruction.Operation == GuestOperation.ReturnFromInterrupt && _frames.Count == 1)
            return "The program returns from an interrupt, but is not handling one.";
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
        // A hypercall in the handler has overwritten SRR0 and SRR1; a handler in memory would have saved them itself.
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
                using UserCallback.Scope _ = UserCallback.Enter();
                _frames.Push(new Frame(handler(_cpu))
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
        HypercallNumber? hypercall = isHypercall ? (HypercallNumber)_cpu.Gpr[3] : null;
        if (hypercall is { } number)
        {
            _hypercall = number;
            _isAnswerExpected = true;
        }
        if (_system.IsObserved)
            Raise(new GuestEvent.Left((InterruptVector)vector, hypercall) { Vcpu = _id, HardwareThread = _thread->Number });
    }

    private bool MoveNext(Frame frame)
    {
        try
        {
            using UserCallback.Scope _ = UserCallback.Enter();
            return frame.Body.MoveNext();
        }
        catch (Exception exception)
        {
            Fail(exception);
            return false;
        }
    }

    // Drops all frames; the next fetch ends the program.
    private void Abandon()
    {
        _frames.Clear();
        _frames.Push(new Frame([]));
    }

    // An event handler must not stop the kernel between two of its steps: what it throws ends the program, and comes out of the run.
    private void Raise(GuestEvent guestEvent)
    {
        try
        {
            using UserCallback.Scope _ = UserCallback.Enter();
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

    private sealed class Frame(IEnumerable<GuestInstruction> instructions)
    {
        internal IEnumerator<GuestInstruction> Body { get; } = instructions.GetEnumerator();

        /// <summary>The instruction to be executed, until it is completed.</summary>
        internal GuestInstruction? Next { get; set; }

        /// <summary>In a handler, SRR0 of the interrupt that it handles.</summary>
        internal ulong Srr0 { get; init; }

        /// <summary>In a handler, SRR1 of the interrupt that it handles.</summary>
        internal ulong Srr1 { get; init; }
    }
}
