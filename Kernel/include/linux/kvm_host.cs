// SPDX-License-Identifier: GPL-2.0-only
// Ported from include/linux/kvm_host.h, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc

using static Linux.include.linux.sched_h;
using static Linux.include.asm.kvm_host_h;

// PORT: not among the includes of the C file
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Concurrency;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.page_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.bitops_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.linux.srcu_h;
using static Linux.include.port.oops_h;

namespace Linux
{
    internal unsafe struct kvm_vcpu
    {
        internal kvm* kvm;
        internal int cpu;
        internal int vcpu_id;
        internal mutex mutex;
        internal kvm_run* run;
        internal wait_queue_head_t wq;
        internal kvm_vcpu_stat stat;
        internal kvm_vcpu_arch arch;

        internal static kvm_vcpu* list_entry(list_head* ptr) =>
            (kvm_vcpu*)((byte*)ptr - ((byte*)&((kvm_vcpu*)ptr)->arch.run_list - (byte*)ptr));     // container_of
    }

    internal unsafe struct kvm_memory_slot
    {
        internal gfn_t base_gfn;
        internal ulong npages;
        internal ulong flags;
        internal vmalloc_ptr<ulong> rmap;
        internal vmalloc_ptr<ulong> dirty_bitmap;
        internal ulong userspace_addr;
        internal int user_alloc;
        internal int id;
    }

    internal unsafe struct kvm_memslots
    {
        internal u64 generation;
        internal memslot_array array;
        internal fixed int id_to_index[KVM_MEM_SLOTS_NUM];

        /// <summary>PORT: the C's array. The struct lies in native memory.</summary>
        internal kvm_memory_slot* memslots
        {
            [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (kvm_memory_slot*)Unsafe.AsPointer(ref array);
        }

        [InlineArray(KVM_MEM_SLOTS_NUM)]
        internal struct memslot_array
        {
            private kvm_memory_slot first;
        }
    }

    internal unsafe struct kvm
    {
        internal mutex slots_lock;
        internal mm_struct* mm;
        internal kvm_memslots* memslots;
        internal srcu_struct srcu;
        [PublishedBy("online_vcpus"), SharedWord]
        internal vcpu_table vcpus;
        internal atomic_t online_vcpus;
        internal list_head vm_list;
        internal mutex @lock;
        internal kvm_arch arch;
        internal atomic_t users_count;

        /// <summary>PORT: the C's array of pointers to vcpus.</summary>
        internal struct vcpu_table
        {
            private fixed ulong vcpus[KVM_MAX_VCPUS];

            internal kvm_vcpu* this[int i]
            {
                get => (kvm_vcpu*)Atomics.Read(ref vcpus[check(i)]);
                set => Atomics.Write(ref vcpus[check(i)], (ulong)value);
            }

            private static int check(int i)
            {
                if ((uint)i >= KVM_MAX_VCPUS)
                    oops_out_of_bounds("vcpus", i, KVM_MAX_VCPUS);
                return i;
            }
        }
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/kvm_host.h&gt;: the state of a virtual machine that all architectures share.</summary>
    internal static unsafe class kvm_host_h
    {
        internal const ulong KVM_MEMSLOT_INVALID = 1UL << 1;
        internal const ulong KVM_MEM_MAX_NR_PAGES = (1UL << 31) - 1;

        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static kvm_memslots* kvm_memslots(kvm* kvm) => rcu_dereference(&kvm->memslots);

        /// <summary>PORT: the loop condition of the C's macro kvm_for_each_memslot: ends at the first slot without pages.</summary>
        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static bool kvm_for_each_memslot(kvm_memory_slot* memslot, kvm_memslots* slots) =>
            memslot < &slots->memslots[0] + KVM_MEM_SLOTS_NUM && memslot->npages != 0;

        internal static kvm_memory_slot* id_to_memslot(kvm_memslots* slots, int id)
        {
            int index = slots->id_to_index[id];
            kvm_memory_slot* slot;

            slot = &slots->memslots[index];

            WARN_ON(slot->id != id);
            return slot;
        }

        internal static kvm_vcpu* kvm_get_vcpu(kvm* kvm, int i)
        {
            smp_rmb();
            return kvm->vcpus[i];
        }

        /// <summary>PORT: the loop condition of the C's macro kvm_for_each_vcpu, which also sets the loop variable.</summary>
        internal static bool kvm_for_each_vcpu(int idx, out kvm_vcpu* vcpup, kvm* kvm)
        {
            vcpup = idx < atomic_read(&kvm->online_vcpus) ? kvm_get_vcpu(kvm, idx) : null;
            return vcpup != null;
        }

        internal static kvm_vcpu* list_first_entry(list_head* ptr) => kvm_vcpu.list_entry(ptr->next);

        /// <summary>
        /// PORT: the C's macro for a list of vcpus, as the condition of a loop whose variable is null at first: takes the next vcpu, and
        /// says whether there is one. After the last one the variable is the list's head, taken for a vcpu, as in the C.
        /// </summary>
        internal static bool list_for_each_entry(ref kvm_vcpu* pos, list_head* head)
        {
            pos = kvm_vcpu.list_entry(pos == null ? head->next : pos->arch.run_list.next);
            return &pos->arch.run_list != head;
        }

        /// <summary>PORT: the same, from the vcpu behind the variable's.</summary>
        internal static bool list_for_each_entry_continue(ref kvm_vcpu* pos, list_head* head) => list_for_each_entry(ref pos, head);

        /// <summary>PORT: the same, for a body that may take the vcpu off the list: the one behind it is in the second variable.</summary>
        internal static bool list_for_each_entry_safe(ref kvm_vcpu* pos, ref kvm_vcpu* n, list_head* head)
        {
            pos = pos == null ? list_first_entry(head) : n;
            n = kvm_vcpu.list_entry(pos->arch.run_list.next);
            return &pos->arch.run_list != head;
        }

        // What these account for, nobody asks here
        internal static void kvm_guest_enter()
        {
        }

        internal static void kvm_guest_exit()
        {
        }

        [MightSleep]
        internal static void kvm_resched(kvm_vcpu* vcpu) => cond_resched();

        internal static ulong kvm_dirty_bitmap_bytes(kvm_memory_slot* memslot) => (memslot->npages + BITS_PER_LONG - 1) / BITS_PER_LONG * 8;

        internal static ulong gfn_to_hva_memslot(kvm_memory_slot* slot, ulong gfn) =>
            slot->userspace_addr + (gfn - slot->base_gfn) * PAGE_SIZE;
    }
}
