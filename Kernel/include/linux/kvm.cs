// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Linux
{
    /// <summary>Argument of KVM_SET_USER_MEMORY_REGION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct kvm_userspace_memory_region
    {
        internal uint slot;
        internal uint flags;
        internal ulong guest_phys_addr;
        internal ulong memory_size;
        internal ulong userspace_addr;
    }

    /// <summary>Result of KVM_ALLOCATE_RMA.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct kvm_allocate_rma
    {
        internal ulong rma_size;
    }

    /// <summary>Argument of KVM_CREATE_SPAPR_TCE.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct kvm_create_spapr_tce
    {
        internal ulong liobn;
        internal uint window_size;
    }

    /// <summary>The page that the kernel shares with the thread that runs a vcpu.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 288)]
    internal struct kvm_run
    {
        [FieldOffset(0)] internal byte request_interrupt_window;
        [FieldOffset(8)] internal uint exit_reason;
        [FieldOffset(12)] internal byte ready_for_interrupt_injection;
        [FieldOffset(13)] internal byte if_flag;
        [FieldOffset(16)] internal ulong cr8;
        [FieldOffset(24)] internal ulong apic_base;
        [FieldOffset(32)] internal papr_hcall_exit papr_hcall;

        /// <summary>A hypercall that user space is to handle.</summary>
        internal unsafe struct papr_hcall_exit
        {
            internal ulong nr;
            internal ulong ret;
            internal fixed ulong args[9];
        }
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/kvm.h&gt;: the interface to user space.</summary>
    internal static class kvm_h
    {
        internal const uint KVM_MEM_LOG_DIRTY_PAGES = 1;
        internal const uint KVM_EXIT_PAPR_HCALL = 19;
    }
}
