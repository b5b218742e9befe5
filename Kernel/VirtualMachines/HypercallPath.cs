// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>Who answered a hypercall.</summary>
public enum HypercallPath
{
    /// <summary>The real-mode handler, without leaving the guest's context.</summary>
    RealMode,

    /// <summary>The host's kernel, with translation on, after real mode had passed.</summary>
    VirtualMode,

    /// <summary>Nobody in the kernel: user space is to answer it.</summary>
    UserSpace,

    /// <summary>The guest itself: it came from the guest's problem state and is delivered there as a system call.</summary>
    GuestSystemCall,
}
