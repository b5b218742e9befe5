// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>The answer to a hypercall. What else it returns stands in r4 and up (<see cref="VirtualCpu.Gpr"/>).</summary>
/// <param name="Result">r3. Meaningless unless the kernel answered, in real or in virtual mode.</param>
/// <param name="Path">Who answered.</param>
public readonly record struct HypercallOutcome(HypercallResult Result, HypercallPath Path)
{
    /// <summary>Whether the kernel answered H_SUCCESS.</summary>
    public bool IsSuccess => Result == HypercallResult.Success && Path is HypercallPath.RealMode or HypercallPath.VirtualMode;

    /// <summary>Result and path in words: <c>H_SUCCESS in real mode</c>.</summary>
    public override string ToString() => Path switch
    {
        HypercallPath.RealMode => $"{Result.Name} in real mode",
        HypercallPath.VirtualMode => $"{Result.Name} by the host",
        HypercallPath.UserSpace => "left to user space",
        _ => "a system call of the guest",
    };
}
