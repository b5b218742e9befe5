// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linux
{
    /// <summary>Argument of KVM_SET_USER_MEMORY_REGION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct kvm_userspace_memory_region
    {
        internal __u32 slot;
        internal __u32 flags;
        internal __u64 guest_phys_addr;
        internal __u64 memory_size;
        internal __u64 userspace_addr;
    }

    /// <summary>Result of KVM_ALLOCATE_RMA.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct kvm_allocate_rma
    {
        internal __u64 rma_size;
    }

    /// <summary>Argument of KVM_CREATE_SPAPR_TCE.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct kvm_create_spapr_tce
    {
        internal __u64 liobn;
        internal __u32 window_size;
    }

    /// <summary>Argument of KVM_INTERRUPT.</summary>
    internal struct kvm_interrupt
    {
        internal __u32 irq;
    }

    /// <summary>Argument of KVM_ENABLE_CAP.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    internal unsafe struct kvm_enable_cap
    {
        [FieldOffset(0)] internal __u32 cap;
        [FieldOffset(4)] internal __u32 flags;
        [FieldOffset(8)] internal fixed __u64 args[4];
    }

    /// <summary>Argument of KVM_GET_DIRTY_LOG.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct kvm_dirty_log
    {
        internal __u32 slot;
        internal __u32 padding1;
        internal __u64 dirty_bitmap;
    }

    /// <summary>Argument of KVM_GET_REGS and KVM_SET_REGS (&lt;asm/kvm.h&gt;).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct kvm_regs
    {
        internal __u64 pc;
        internal __u64 cr;
        internal __u64 ctr;
        internal __u64 lr;
        internal __u64 xer;
        internal __u64 msr;
        internal __u64 srr0;
        internal __u64 srr1;
        internal __u64 pid;
        internal __u64 sprg0;
        internal __u64 sprg1;
        internal __u64 sprg2;
        internal __u64 sprg3;
        internal __u64 sprg4;
        internal __u64 sprg5;
        internal __u64 sprg6;
        internal __u64 sprg7;
        internal fixed __u64 gpr[32];
    }

    /// <summary>Argument of KVM_GET_SREGS and KVM_SET_SREGS (&lt;asm/kvm.h&gt;). PORT: of its union the part for Book3S.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 1232)]
    internal struct kvm_sregs
    {
        [FieldOffset(0)] internal __u32 pvr;
        [FieldOffset(8)] internal __u64 sdr1;
        [FieldOffset(16)] internal slb_table slb;

        internal struct slb_entry
        {
            internal __u64 slbe;
            internal __u64 slbv;
        }

        [InlineArray(64)]
        internal struct slb_table
        {
            private slb_entry first;
        }
    }

    /// <summary>The page that the kernel shares with the thread that runs a vcpu.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 288)]
    internal struct kvm_run
    {
        [FieldOffset(0)] internal __u8 request_interrupt_window;
        [FieldOffset(8)] internal __u32 exit_reason;
        [FieldOffset(12)] internal __u8 ready_for_interrupt_injection;
        [FieldOffset(13)] internal __u8 if_flag;
        [FieldOffset(16)] internal __u64 cr8;
        [FieldOffset(24)] internal __u64 apic_base;
        [FieldOffset(32)] internal papr_hcall_exit papr_hcall;

        /// <summary>
        /// For KVM_EXIT_UNKNOWN: the interrupt that nobody knows. PORT: <c>hw.hardware_exit_reason</c> in the C, another member of the
        /// union; it lies where <c>papr_hcall.nr</c> does.
        /// </summary>
        internal ulong hardware_exit_reason
        {
            readonly get => papr_hcall.nr;
            set => papr_hcall.nr = value;
        }

        /// <summary>A hypercall that user space is to handle.</summary>
        internal unsafe struct papr_hcall_exit
        {
            internal __u64 nr;
            internal __u64 ret;
            internal fixed __u64 args[9];
        }
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/kvm.h&gt;: the interface to user space.</summary>
    internal static class kvm_h
    {
        internal const int KVM_API_VERSION = 12;

        internal const uint KVM_MEM_LOG_DIRTY_PAGES = 1;

        internal const uint KVM_EXIT_UNKNOWN = 0;
        internal const uint KVM_EXIT_INTR = 10;
        internal const uint KVM_EXIT_INTERNAL_ERROR = 17;
        internal const uint KVM_EXIT_PAPR_HCALL = 19;

        internal const uint KVM_INTERRUPT_SET = unchecked((uint)-1);
        internal const uint KVM_INTERRUPT_UNSET = unchecked((uint)-2);
        internal const uint KVM_INTERRUPT_SET_LEVEL = unchecked((uint)-3);

        internal const int KVM_CAP_USER_MEMORY = 3;
        internal const int KVM_CAP_NR_VCPUS = 9;
        internal const int KVM_CAP_DESTROY_MEMORY_REGION_WORKS = 21;
        internal const int KVM_CAP_JOIN_MEMORY_REGIONS_WORKS = 30;
        internal const int KVM_CAP_INTERNAL_ERROR_DATA = 40;
        internal const int KVM_CAP_PPC_SEGSTATE = 43;
        internal const int KVM_CAP_PPC_OSI = 52;
        internal const int KVM_CAP_PPC_UNSET_IRQ = 53;
        internal const int KVM_CAP_ENABLE_CAP = 54;
        internal const int KVM_CAP_PPC_IRQ_LEVEL = 58;
        internal const int KVM_CAP_SPAPR_TCE = 63;
        internal const int KVM_CAP_PPC_SMT = 64;
        internal const int KVM_CAP_PPC_RMA = 65;
        internal const int KVM_CAP_MAX_VCPUS = 66;
        internal const int KVM_CAP_PPC_HIOR = 67;
        internal const int KVM_CAP_PPC_PAPR = 68;

        internal const uint KVM_GET_API_VERSION = 0x2000ae00;
        internal const uint KVM_CREATE_VM = 0x2000ae01;
        internal const uint KVM_CHECK_EXTENSION = 0x2000ae03;
        internal const uint KVM_GET_VCPU_MMAP_SIZE = 0x2000ae04;
        internal const uint KVM_CREATE_VCPU = 0x2000ae41;
        internal const uint KVM_GET_DIRTY_LOG = 0x8010ae42;
        internal const uint KVM_SET_USER_MEMORY_REGION = 0x8020ae46;
        internal const uint KVM_RUN = 0x2000ae80;
        internal const uint KVM_GET_REGS = 0x4188ae81;
        internal const uint KVM_SET_REGS = 0x8188ae82;
        internal const uint KVM_GET_SREGS = 0x44d0ae83;
        internal const uint KVM_SET_SREGS = 0x84d0ae84;
        internal const uint KVM_INTERRUPT = 0x8004ae86;
        internal const uint KVM_ENABLE_CAP = 0x8068aea3;
        internal const uint KVM_CREATE_SPAPR_TCE = 0x8010aea8;
        internal const uint KVM_ALLOCATE_RMA = 0x4008aea9;
    }
}
