// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>Who answered a hypercall.</summary>
public enum HypercallPath
{
    /// <summary>The real-mode handler, without leaving the guest's context.</summary>
    RealMode,

    /// <summary>The host's kernel, with translation on, after real mode had passed the hypercall on.</summary>
    VirtualMode,

    /// <summary>Nobody in the kernel: it is left to user space.</summary>
    UserSpace,

    /// <summary>Nobody: sc 1 in problem state is a system call, and the guest's next entry delivers it as an interrupt.</summary>
    GuestSystemCall,
}
