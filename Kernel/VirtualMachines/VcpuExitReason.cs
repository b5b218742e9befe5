// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>Why <see cref="VirtualCpu.Run"/> came back.</summary>
public enum VcpuExitReason
{
    /// <summary>The call failed: <see cref="VcpuExit.Result"/> says how.</summary>
    Failed,

    /// <summary>A hypercall that the kernel does not know: answer it with <see cref="VirtualCpu.AnswerHypercall"/> and run on.</summary>
    Hypercall,

    /// <summary>The guest's program has come to its end.</summary>
    Stopped,

    /// <summary>The guest's program had no handler for an interrupt: <see cref="VcpuExit.Fault"/>.</summary>
    Crashed,

    /// <summary>Somebody called <see cref="VirtualCpu.Signal"/>.</summary>
    Signalled,
}
