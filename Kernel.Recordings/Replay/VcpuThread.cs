// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.Machine;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Recordings.Replay;

/// <summary>
/// A virtual processor that runs on a thread of its own, through KVM_RUN, and makes a hypercall when it is told to. Between two hypercalls
/// it stays inside the guest.
/// </summary>
internal sealed class VcpuThread
{
    private const int Waiting = 0;
    private const int Asked = 1;
    private const int Ended = 2;

    private readonly VirtualCpu _vcpu;
    private readonly Thread _thread;
    private readonly ulong[] _arguments = new ulong[TraceRecord.MaxWords];
    private int _argumentCount;
    private ulong _number;
    private int _state;
    private HypercallOutcome _outcome;
    private ExceptionDispatchInfo? _failure;

    public VcpuThread(VirtualCpu vcpu)
    {
        _vcpu = vcpu;
        vcpu.EnablePapr().ThrowIfFailed("KVM_ENABLE_CAP");
        vcpu.Load(new GuestProgram(Execute));
        _thread = new Thread(Run) { IsBackground = true, Name = $"vcpu {vcpu.Id}" };
        _thread.Start();
    }

    /// <summary>Has the guest make a hypercall, and waits for the answer.</summary>
    public HypercallOutcome Call(ulong number, ReadOnlySpan<ulong> arguments)
    {
        _number = number;
        arguments.CopyTo(_arguments);
        _argumentCount = arguments.Length;
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
            if (_number == Hypercalls.Cede)
                yield return GuestInstructions.SetDecrementer(0);   // what woke the recorded guest is not recorded
            yield return cpu.Hypercall(_number, _arguments.AsSpan(0, _argumentCount));
            Answer(cpu.Result, cpu.IsAnsweredByHost ? HypercallPath.VirtualMode : HypercallPath.RealMode);
        }
    }

    private void Answer(long result, HypercallPath path)
    {
        if (Volatile.Read(ref _state) != Asked)
            return;                                                 // answered already, as left to user space
        _outcome = new HypercallOutcome(result, path);
        Volatile.Write(ref _state, Waiting);
    }

    private void Run()
    {
        try
        {
            VcpuExit exit;
            while ((exit = _vcpu.Run()).Reason == VcpuExitReason.Hypercall)
            {
                _vcpu.AnswerHypercall(0);
                Answer(0, HypercallPath.UserSpace);
            }
            exit.Result.ThrowIfFailed("KVM_RUN");
            if (Volatile.Read(ref _state) != Ended)
                throw new InvalidOperationException($"vcpu {_vcpu.Id} has left the guest ({exit.Reason}), although it was not told to.");
        }
        catch (Exception exception)
        {
            Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(exception));
        }
    }
}
