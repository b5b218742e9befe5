// SPDX-License-Identifier: GPL-2.0-only
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
    private readonly Task _run;
    private readonly ulong[] _arguments = new ulong[TraceRecord.MaxWords];
    private int _argumentCount;
    private HypercallNumber _number;
    private int _state;
    private HypercallOutcome _outcome;

    public VcpuThread(VirtualCpu vcpu)
    {
        _vcpu = vcpu;
        vcpu.Load(new GuestProgram(Execute));
        _run = Run();
    }

    /// <summary>Has the guest make a hypercall, and waits for the answer. Throws what ended the guest's run, if it has ended.</summary>
    /// <exception cref="InvalidOperationException">The guest's run has ended without an error.</exception>
    public HypercallOutcome Call(HypercallNumber number, ReadOnlySpan<ulong> arguments)
    {
        _number = number;
        arguments.CopyTo(_arguments);
        _argumentCount = arguments.Length;
        Volatile.Write(ref _state, Asked);
        while (Volatile.Read(ref _state) == Asked)
        {
            if (_run.IsCompleted)
            {
                _run.GetAwaiter().GetResult();
                throw new InvalidOperationException($"vcpu {_vcpu.Id} has ended; expected a guest that waits for hypercalls.");
            }
            Thread.Yield();
        }
        return _outcome;
    }

    /// <summary>Ends the guest and waits until its run has ended. Throws what the run threw, also if <see cref="Call"/> has.</summary>
    public void End()
    {
        Volatile.Write(ref _state, Ended);
        _run.GetAwaiter().GetResult();
    }

    private IEnumerable<GuestInstruction> Execute(GuestCpu cpu)
    {
        while (true)
        {
            while (Volatile.Read(ref _state) == Waiting)
                yield return GuestInstructions.Pause();
            if (Volatile.Read(ref _state) == Ended)
                yield break;
            if (_number == HypercallNumber.Cede)
                yield return GuestInstructions.SetDecrementer(0);   // what woke the recorded guest is not recorded
            yield return cpu.Hypercall(_number, _arguments.AsSpan(0, _argumentCount));
            Answer(cpu.Result, cpu.IsAnsweredByHost ? HypercallPath.VirtualMode : HypercallPath.RealMode);
        }
    }

    private void Answer(HypercallResult result, HypercallPath path)
    {
        if (Volatile.Read(ref _state) != Asked)
            return;                                                 // answered already, as left to user space
        _outcome = new HypercallOutcome(result, path);
        Volatile.Write(ref _state, Waiting);
    }

    private async Task Run()
    {
        VcpuExit exit;
        while ((exit = await _vcpu.RunOnThread().ConfigureAwait(false)) is VcpuExit.Hypercall)
        {
            _vcpu.AnswerHypercall(HypercallResult.Success);
            Answer(HypercallResult.Success, HypercallPath.UserSpace);
        }
        if (Volatile.Read(ref _state) != Ended)
            throw new InvalidOperationException($"vcpu {_vcpu.Id} has left the guest ({exit}), although it was not told to.");
    }
}
