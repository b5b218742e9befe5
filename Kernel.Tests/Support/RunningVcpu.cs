// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;
using Kernel.VirtualMachines;

namespace Kernel.Tests.Support;

/// <summary>A vcpu that runs on a thread of its own.</summary>
internal sealed class RunningVcpu
{
    private readonly Thread _thread;
    private VcpuExit _exit;
    private ExceptionDispatchInfo? _failure;

    private RunningVcpu(VirtualCpu cpu)
    {
        Cpu = cpu;
        _thread = new Thread(Run) { IsBackground = true, Name = $"vcpu {cpu.Id}" };
    }

    public VirtualCpu Cpu { get; }

    /// <summary>Whether it has come back.</summary>
    public bool HasEnded => !_thread.IsAlive;

    public static RunningVcpu Start(VirtualCpu cpu)
    {
        var running = new RunningVcpu(cpu);
        running._thread.Start();
        return running;
    }

    /// <summary>Waits until it comes back; whatever it threw, the caller gets.</summary>
    public VcpuExit Join()
    {
        if (!_thread.Join(TimeSpan.FromMinutes(1)))
            throw new TimeoutException($"vcpu {Cpu.Id} has not come back within a minute.");
        _failure?.Throw();
        return _exit;
    }

    private void Run()
    {
        try
        {
            _exit = Cpu.Run();
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }
}
