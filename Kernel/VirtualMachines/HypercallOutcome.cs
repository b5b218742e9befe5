// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>The answer to a hypercall.</summary>
/// <param name="Result">r3: a return code of LoPAR such as 0 H_SUCCESS, -4 H_PARAMETER, -6 H_PTEG_FULL; of no meaning unless the kernel answered.</param>
/// <param name="Path">Who answered.</param>
public readonly record struct HypercallOutcome(long Result, HypercallPath Path);
