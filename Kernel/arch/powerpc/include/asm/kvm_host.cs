// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/include/asm/kvm_host.h, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright IBM Corp. 2007
// Authors: Hollis Blanchard <hollisb@us.ibm.com>

// PORT: not among the includes of the C file
using System.Runtime.CompilerServices;
using Kernel.Concurrency;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.port.oops_h;

namespace Linux
{
    /// <summary>PORT: the counters that the ported code increments.</summary>
    internal struct kvm_vcpu_stat
    {
        internal u32 sum_exits;
        internal u32 signal_exits;
        internal u32 dec_exits;
        internal u32 ext_intr_exits;
        internal u32 halt_wakeup;
        internal u32 queue_intr;
    }

    internal unsafe struct kvmppc_spapr_tce_table
    {
        internal list_head list;
        internal kvm* kvm;
        internal u64 liobn;
        internal u32 window_size;

        // container_of; the list comes first
        [Kernel.RealMode]
        internal static kvmppc_spapr_tce_table* list_entry(list_head* ptr) => (kvmppc_spapr_tce_table*)ptr;

        /// <summary>PORT: the C's trailing array. The struct lies in native memory, and the pointers follow it.</summary>
        internal page** pages
        {
            [Kernel.RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (page**)((kvmppc_spapr_tce_table*)Unsafe.AsPointer(ref this) + 1);
        }
    }

    internal unsafe struct kvmppc_rma_info
    {
        internal void* base_virt;
        internal ulong base_pfn;
        internal ulong npages;
        internal list_head list;
        internal atomic_t use_count;
        internal kvmppc_rma_info* next_area;            // PORT: E05: all areas, in use or not

        internal static kvmppc_rma_info* list_entry(list_head* ptr) =>
            (kvmppc_rma_info*)((byte*)ptr - ((byte*)&((kvmppc_rma_info*)ptr)->list - (byte*)ptr));     // container_of
    }

    /// <summary>
    /// PORT: E35: what a hypercall wants one of a vcpu's areas to be. The vcpu installs it before it next enters the guest.
    /// </summary>
    internal struct kvmppc_vpa_update
    {
        internal ulong next_gpa;        // NO_AREA to remove it
        internal ulong len;             // bytes that it must have
        internal byte update_pending;
    }

    /// <summary>
    /// One for each HPTE, in an array in vmalloc space: the second doubleword as the guest gave it, with the guest's own address.
    /// </summary>
    internal struct revmap_entry
    {
        internal ulong guest_rpte;
    }

    internal unsafe struct kvm_arch
    {
        internal ulong hpt_virt;
        internal vmalloc_ptr<revmap_entry> revmap;
        internal ulong ram_psize;
        internal ulong ram_porder;
        internal uint lpid;
        internal uint host_lpid;
        internal ulong host_lpcr;
        internal ulong sdr1;
        internal ulong host_sdr1;
        internal uint tlbie_lock;       // PORT: signed in the C, whose lock function takes it as unsigned
        [Kernel.SharedWord]
        internal ulong lpcr;
        [Kernel.PublishedBy("rma_setup_done")]
        internal ulong rmor;
        internal kvmppc_rma_info* rma;
        [Kernel.SharedWord]
        internal int rma_setup_done;
        internal list_head spapr_tce_tables;
        internal spinlock_t slot_phys_lock;
        internal slot_phys_table slot_phys;
        internal fixed int slot_npages[KVM_MEM_SLOTS_NUM];
        internal fixed ushort last_vcpu[NR_CPUS];
        internal vcore_table vcores;
        internal int online_vcores;                             // PORT: E38
        internal int had_dirty_log;                             // PORT: E42: some slot has or had a dirty log
        internal fixed ulong need_tlb_flush[NR_CORES / 64];     // PORT: E05, E38: one bit for each core

        /// <summary>PORT: the C's array of pointers, one for each slot; an index outside is an oops.</summary>
        internal struct slot_phys_table
        {
            private slots words;

            // The element has two words. The limit is written before the address and read after it, so that an array that is there is never
            // seen with another limit than its own: between two arrays of one slot every reader has been waited for.
            internal vmalloc_ptr<ulong> this[int i]
            {
                [Kernel.RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
                get => vmalloc_ptr<ulong>.read_once(ref words[check(i)]);
                set => vmalloc_ptr<ulong>.write_once(ref words[check(i)], value);
            }

            [Kernel.RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static int check(int i)
            {
                if ((uint)i >= KVM_MEM_SLOTS_NUM)
                    oops_out_of_bounds("slot_phys", i, KVM_MEM_SLOTS_NUM);
                return i;
            }

            [InlineArray(KVM_MEM_SLOTS_NUM)]
            private struct slots
            {
                private vmalloc_ptr<ulong> first;
            }
        }

        /// <summary>PORT: the C's array of pointers to cores.</summary>
        internal struct vcore_table
        {
            private fixed ulong vcores[KVM_MAX_VCORES];

            internal kvmppc_vcore* this[int i]
            {
                get => (kvmppc_vcore*)vcores[check(i)];
                set => vcores[check(i)] = (ulong)value;
            }

            private static int check(int i)
            {
                if ((uint)i >= KVM_MAX_VCORES)
                    oops_out_of_bounds("vcores", i, KVM_MAX_VCORES);
                return i;
            }
        }
    }

    internal struct kvmppc_vcore
    {
        [Kernel.GuardedBy("lock")]
        internal int n_runnable;
        [Kernel.GuardedBy("lock")]
        internal int n_busy;
        [Kernel.GuardedBy("lock")]
        internal int num_threads;
        [Kernel.SharedWord]
        internal int entry_exit_count;
        internal int n_woken;
        [Kernel.SharedWord]
        internal int nap_count;
        [Kernel.SharedWord]
        internal int napping_threads;
        internal u16 pcpu;
        [Kernel.GuardedBy("lock"), Kernel.SharedWord]
        internal u8 vcore_state;
        [Kernel.SharedWord]
        internal u8 in_guest;
        internal list_head runnable_threads;
        internal spinlock_t @lock;
        internal wait_queue_head_t wq;
    }

    internal struct kvmppc_slb
    {
        internal u64 orige;
        internal u64 origv;
        // PORT: omitted esid, vsid and the bits, which belong to CONFIG_KVM_BOOK3S_PR.
    }

    internal struct kvmppc_pte
    {
        internal ulong eaddr;
        internal u64 vpage;
        internal ulong raddr;
        internal bool may_read;
        internal bool may_write;
        internal bool may_execute;
    }

    /// <summary>PORT: the two operations that the hypervisor mode fills in.</summary>
    internal unsafe struct kvmppc_mmu
    {
        internal delegate*<kvm_vcpu*, ulong, kvmppc_pte*, bool, int> xlate;
        internal delegate*<kvm_vcpu*, void> reset_msr;
    }

    internal unsafe struct kvm_vcpu_arch
    {
        internal slb_table slb;
        internal int slb_max;           // 1 + index of the last used entry
        internal int slb_nr;            // entries that the processor has
        internal kvmppc_mmu mmu;
        internal fixed ulong gpr[32];
        internal ulong pc;
        internal ulong ctr;
        internal ulong lr;
        internal ulong xer;
        internal u32 cr;
        internal ulong hflags;
        internal ulong amr;
        internal ulong uamor;
        internal u32 ctrl;
        internal ulong dabr;
        internal u32 pvr;
        internal fixed u64 mmcr[3];
        internal ulong fault_dar;
        internal u32 fault_dsisr;
        internal u8 osi_enabled;
        internal u8 papr_enabled;
        internal u8 sane;
        internal u8 cpu_type;
        internal u8 hcall_needed;
        internal hrtimer dec_timer;
        internal u64 dec_expires;
        [Kernel.SharedWord]
        internal ulong pending_exceptions;
        internal u16 last_cpu;
        [Kernel.SharedWord]
        internal u8 ceded;
        [Kernel.SharedWord]
        internal u8 prodded;
        internal u32 last_inst;
        [Kernel.SharedWord]
        internal lppaca* vpa;
        [Kernel.SharedWord]
        internal slb_shadow* slb_shadow;
        [Kernel.SharedWord]
        internal dtl* dtl;
        internal dtl* dtl_end;
        internal spinlock_t vpa_update_lock;                    // PORT: E35
        internal kvmppc_vpa_update vpa_update;                  // PORT: E35
        internal kvmppc_vpa_update slb_shadow_update;           // PORT: E35
        internal kvmppc_vpa_update dtl_update;                  // PORT: E35
        internal wait_queue_head_t* wqp;
        internal kvmppc_vcore* vcore;
        internal int ret;
        internal int trap;
        [Kernel.SharedWord]
        internal int state;
        internal int ptid;
        internal bool timer_running;
        internal wait_queue_head_t cpu_run;
        internal kvm_vcpu_arch_shared* shared;
        internal kvm_vcpu_arch_shared shregs;
        internal list_head run_list;
        internal task_struct* run_task;
        internal kvm_run* kvm_run;
        internal nint guest_code;       // PORT: what the guest executes, where the C's guest has instructions in its memory

        /// <summary>PORT: container_of, from the timer to the vcpu whose decrementer it stands for.</summary>
        internal static kvm_vcpu* dec_timer_vcpu(hrtimer* timer) =>
            (kvm_vcpu*)((byte*)timer - ((byte*)&((kvm_vcpu*)timer)->arch.dec_timer - (byte*)timer));

        /// <summary>PORT: the C's array <c>slb[64]</c>.</summary>
        [InlineArray(64)]
        internal struct slb_table
        {
            private kvmppc_slb first;
        }
    }

    /// <summary>The registers that host and guest share (&lt;asm/kvm_para.h&gt;). PORT: the fields that the ported code uses.</summary>
    internal struct kvm_vcpu_arch_shared
    {
        internal __u64 sprg0;
        internal __u64 sprg1;
        internal __u64 sprg2;
        internal __u64 sprg3;
        internal __u64 srr0;
        internal __u64 srr1;
        internal __u64 dar;
        internal __u64 msr;
        internal __u32 dsisr;
    }
}

namespace Linux.include.asm
{
    /// <summary>Header &lt;asm/kvm_host.h&gt;: the state of a virtual machine on Book3S.</summary>
    internal static class kvm_host_h
    {
        internal const int NR_CPUS = 1024;              // PORT: a configuration of the C's build
        internal const int NR_CORES = NR_CPUS / 4;      // PORT: E05, E38: of four threads
        internal const int KVM_MAX_VCPUS = NR_CPUS;
        internal const int KVM_MAX_VCORES = NR_CPUS;
        internal const int KVM_MEMORY_SLOTS = 32;
        internal const int KVM_PRIVATE_MEM_SLOTS = 4;   // slots that user space cannot name
        internal const int KVM_MEM_SLOTS_NUM = KVM_MEMORY_SLOTS + KVM_PRIVATE_MEM_SLOTS;

        /// <summary>Low bit of an entry of slot_phys[]: the entry holds a reference to its page.</summary>
        internal const ulong KVMPPC_GOT_PAGE = 0x80;

        internal const byte VCORE_INACTIVE = 0;
        internal const byte VCORE_RUNNING = 1;
        internal const byte VCORE_EXITING = 2;
        internal const byte VCORE_SLEEPING = 3;
        internal const byte VCORE_STARTING = 4;         // PORT: E35

        /// <summary>PORT: E35: the address of no area.</summary>
        internal const ulong NO_AREA = ~0ul;

        /// <summary>
        /// Threads that are entering the guest, in the low byte of entry_exit_count, and those that are leaving it, above.
        /// </summary>
        internal static unsafe int VCORE_EXIT_COUNT(kvmppc_vcore* vc) => Atomics.Read(ref vc->entry_exit_count) >> 8;

        internal static unsafe wait_queue_head_t* kvm_arch_vcpu_wq(kvm_vcpu* vcpu) => vcpu->arch.wqp;

        /// <summary>PORT: the C's macro for a list of tables, as the condition of a loop whose variable is null at first.</summary>
        [Kernel.RealMode]
        internal static unsafe bool list_for_each_entry(ref kvmppc_spapr_tce_table* pos, list_head* head)
        {
            pos = kvmppc_spapr_tce_table.list_entry(pos == null ? head->next : pos->list.next);
            return &pos->list != head;
        }

        internal const int KVMPPC_VCPU_STOPPED = 0;
        internal const int KVMPPC_VCPU_BUSY_IN_HOST = 1;
        internal const int KVMPPC_VCPU_RUNNABLE = 2;

        internal const byte KVM_CPU_3S_64 = 2;
    }
}
