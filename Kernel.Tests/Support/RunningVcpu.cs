// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Tests.Support;

/// <summary>A vcpu that runs on a separate thread.</summary>
internal sealed class RunningVcpu
{
    private readonly Task<VcpuExit> _run;

    private RunningVcpu(VirtualCpu cpu)
    {
        Cpu = cpu;
        _run = cpu.RunOnThread();
    }

    public VirtualCpu Cpu { get; }

    /// <summary>Whether the run has ended.</summary>
    public bool HasEnded => _run.IsCompleted;

    public static RunningVcpu Start(VirtualCpu cpu) => new(cpu);

    /// <summary>Waits until the run has ended and returns its exit, or rethrows its exception.</summary>
    public VcpuExit Join()
    {
        if (!_run.ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromMinutes(1)))
            throw new TimeoutException($"vcpu {Cpu.Id} has not returned within a minute.");
        return _run.GetAwaiter().GetResult();
    }
}
