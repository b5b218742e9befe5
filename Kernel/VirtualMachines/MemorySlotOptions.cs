// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>Options of a memory slot (<c>KVM_MEM_*</c>).</summary>
[Flags]
public enum MemorySlotOptions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>KVM_MEM_LOG_DIRTY_PAGES: the slot has a log of its dirty pages.</summary>
    LogDirtyPages = 1,
}
