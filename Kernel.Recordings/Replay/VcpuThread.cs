// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.Machine;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Recordings.Replay;

/// <summary>
/// A virtual processor that runs on a thread of its own, through KVM_RUN, and makes a hypercall when it is told to. In between its guest
/// waits inside, as a processor does that has other work.
/// </summary>
internal sealed class ReplayGuest
{
    private const int Waiting = 0;
    private const int Asked = 1;
    private const int Ended = 2;

    private readonly VirtualCpu _vcpu;
    private readonly Thread _thread;
    private ulong _number;
    private int _state;
    private HypercallOutcome _outcome;
    private ExceptionDispatchInfo? _failure;

    public ReplayGuest(VirtualCpu vcpu)
    {
        _vcpu = vcpu;
        vcpu.Load(new GuestProgram(Execute));
        _thread = new Thread(Run) { IsBackground = true, Name = $"vcpu {vcpu.Id}" };
        _thread.Start();
    }

    /// <summary>Has the guest make a hypercall, with the arguments that stand in its registers, and waits for the answer.</summary>
    public HypercallOutcome Call(ulong number)
    {
        _number = number;
        Volatile.Write(ref _state, Asked);
        while (Volatile.Read(ref _state) == Asked)
        {
            Volatile.Read(ref _failure)?.Throw();
            Thread.Yield();
        }
        return _outcome;
    }

    /// <summary>Lets the guest come to its end.</summary>
    public void End()
    {
        Volatile.Write(ref _state, Ended);
        _thread.Join();
    }

    private IEnumerable<GuestInstruction> Execute(GuestCpu cpu)
    {
        while (true)
        {
            while (Volatile.Read(ref _state) == Waiting)
                yield return GuestInstructions.Pause();
            if (Volatile.Read(ref _state) == Ended)
                yield break;
            if (_number == (ulong)HypercallNumber.Cede)
                yield return GuestInstructions.SetDecrementer(0);   // what woke the recorded guest is not recorded
            yield return cpu.Hypercall((HypercallNumber)_number, Registers(cpu));
            Answer((long)cpu.Result, cpu.IsAnsweredByHost ? HypercallPath.VirtualMode : HypercallPath.RealMode);
        }
    }

    private static ulong[] Registers(GuestCpu cpu) => [.. Enumerable.Range(4, 9).Select(i => cpu.Gpr[i])];

    private void Answer(long result, HypercallPath path)
    {
        if (Volatile.Read(ref _state) != Asked)
            return;                                                 // user space has said already that nobody answers
        _outcome = new HypercallOutcome((HypercallResult)result, path);
        Volatile.Write(ref _state, Waiting);
    }

    private void Run()
    {
        try
        {
            VcpuExit exit;
            while ((exit = _vcpu.Run()) is VcpuExit.Hypercall)
            {
                _vcpu.AnswerHypercall(0);
                Answer(0, HypercallPath.UserSpace);
            }
            if (Volatile.Read(ref _state) != Ended)
                throw new InvalidOperationException($"vcpu {_vcpu.Id} has left the guest ({exit}), and nobody told it to.");
        }
        catch (Exception exception)
        {
            Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(exception));
        }
    }
}
