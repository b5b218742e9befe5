// SPDX-License-Identifier: GPL-2.0-only
using static Linux.include.asm.hvcall_h;

namespace Kernel.VirtualMachines;

/// <summary>The return codes of hypercalls, as they stand in r3 (LoPAR, chapter 14). User space may answer with any other number.</summary>
public enum HypercallResult : long
{
    /// <summary>H_SUCCESS.</summary>
    Success = H_SUCCESS,

    /// <summary>H_HARDWARE: the hypervisor failed.</summary>
    Hardware = -1,

    /// <summary>H_FUNCTION: the hypervisor does not know the hypercall.</summary>
    Function = -2,

    /// <summary>H_PRIVILEGE: the caller may not make the hypercall.</summary>
    Privilege = -3,

    /// <summary>H_PARAMETER: an argument is invalid.</summary>
    Parameter = H_PARAMETER,

    /// <summary>H_PTEG_FULL: the group has no free entry.</summary>
    PtegFull = H_PTEG_FULL,

    /// <summary>H_NOT_FOUND: no such entry, or a condition on it does not hold.</summary>
    NotFound = H_NOT_FOUND,

    /// <summary>H_RESOURCE: the hypervisor lacks a resource.</summary>
    Resource = H_RESOURCE,

    /// <summary>H_TOO_HARD: real mode leaves the hypercall to virtual mode. No guest sees it.</summary>
    TooHard = H_TOO_HARD,
}
