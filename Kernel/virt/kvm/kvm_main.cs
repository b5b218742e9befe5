// SPDX-License-Identifier: GPL-2.0-only
// Ported from virt/kvm/kvm_main.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright (C) 2006 Qumranet, Inc.
// Copyright 2010 Red Hat, Inc. and/or its affiliates.
// Authors: Avi Kivity <avi@qumranet.com>, Yaniv Kamay <yaniv@qumranet.com>

using static Linux.include.linux.kvm_host_h;
using static Linux.include.linux.kvm_h;
using static Linux.include.linux.errno_h;
using static Linux.include.linux.vmalloc_h;
using static Linux.include.linux.sched_h;
using static Linux.include.linux.cpumask_h;
using static Linux.include.linux.smp_h;
using static Linux.include.linux.spinlock_h;
using static Linux.include.linux.srcu_h;
using static Linux.include.linux.slab_h;
using static Linux.include.linux.sort_h;
using static Linux.include.asm.uaccess_h;

// PORT: not among the includes of the C file
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s;
using static Linux.book3s_hv;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.asm.page_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.err_h;
using static Linux.include.linux.gfp_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.linux.list_h;
using static Linux.include.linux.mutex_h;
using static Linux.include.linux.preempt_h;
using static Linux.include.linux.wait_h;
using static Linux.include.port.data_h;
using static Linux.include.port.errata_h;
using static Linux.include.port.oops_h;
using static Linux.powerpc;

namespace Linux;

/// <summary>The part of KVM that all architectures share: virtual machines, their vcpus and their memory slots.</summary>
// PORT: omitted are buses, event files, preemption and MMU notifiers, IOMMU mappings, the enabling of hardware, the locks that only those
// need, what this architecture refuses (floating point, debugging, signal masks, translation by system call), and file descriptors of
// machines and vcpus: user space is in this process. Slots are found by a linear search, as at the commit.
// Copies of a slot are passed by address.
internal static unsafe class kvm_main
{
    private static spinlock_t* kvm_lock;
    private static list_head* vm_list;

    /// <summary>PORT: lays out the file's static data, as the C's linker does.</summary>
    internal static void __data()
    {
        kvm_lock = (spinlock_t*)data("kvm_lock", (ulong)sizeof(spinlock_t));
        spin_lock_init(kvm_lock);
        vm_list = (list_head*)data("vm_list", (ulong)sizeof(list_head));
        INIT_LIST_HEAD(vm_list);
    }

    /// <summary>Makes the vcpu the calling task's, until <see cref="vcpu_put"/>.</summary>
    // PORT: without the PID of the calling thread and preemption notifiers
    [MightSleep, Acquires("vcpu->mutex")]
    [PortOf("virt/kvm/kvm_main.c", 140, Version = "v3.6")]
    internal static void vcpu_load(kvm_vcpu* vcpu)
    {
        int cpu;

        mutex_lock(&vcpu->mutex);
        cpu = get_cpu();
        kvm_arch_vcpu_load(vcpu, cpu);
        put_cpu();
    }

    // PORT: without preemption notifiers
    [Releases("vcpu->mutex")]
    [PortOf("virt/kvm/kvm_main.c", 159, Version = "v3.6")]
    internal static void vcpu_put(kvm_vcpu* vcpu)
    {
        preempt_disable();
        kvm_arch_vcpu_put(vcpu);
        preempt_enable();
        mutex_unlock(&vcpu->mutex);
    }

    // PORT: without the PID of the calling thread and asynchronous page faults
    [PortOf("virt/kvm/kvm_main.c", 219, Version = "v3.6")]
    internal static int kvm_vcpu_init(kvm_vcpu* vcpu, kvm* kvm, uint id)
    {
        ulong page;
        int r;

        mutex_init(&vcpu->mutex);
        vcpu->cpu = -1;
        vcpu->kvm = kvm;
        vcpu->vcpu_id = (int)id;
        init_waitqueue_head(&vcpu->wq);

        page = __get_free_pages(GFP_KERNEL | __GFP_ZERO, 0, "struct kvm_run");
        if (page == 0) {
            r = -ENOMEM;
            goto fail;
        }
        vcpu->run = (kvm_run*)page;

        r = kvm_arch_vcpu_init(vcpu);
        if (r < 0)
            goto fail_free_run;
        return 0;

    fail_free_run:
        free_pages((ulong)vcpu->run, 0);
    fail:
        return r;
    }

    // PORT: without the PID of the calling thread
    [PortOf("virt/kvm/kvm_main.c", 251, Version = "v3.6")]
    internal static void kvm_vcpu_uninit(kvm_vcpu* vcpu)
    {
        kvm_arch_vcpu_uninit(vcpu);
        free_pages((ulong)vcpu->run, 0);
    }

    [PortOf("virt/kvm/kvm_main.c", 444, Version = "v3.6")]
    private static void kvm_init_memslots_id(kvm* kvm)
    {
        int i;
        kvm_memslots* slots = kvm->memslots;

        for (i = 0; i < KVM_MEM_SLOTS_NUM; i++)
            slots->id_to_index[i] = slots->memslots[i].id = i;
    }

    /// <summary>KVM_CREATE_VM.</summary>
    /// <returns>The virtual machine, or an error in a pointer.</returns>
    // PORT: without the enabling of hardware, buses, event files, MMU notifiers, and the lists and locks of these
    [PortOf("virt/kvm/kvm_main.c", 453, Version = "v3.6")]
    internal static kvm* kvm_create_vm(ulong type)
    {
        int r;
        kvm* kvm = (kvm*)kzalloc((ulong)sizeof(kvm), GFP_KERNEL);  // PORT: kvm_arch_alloc_vm

        if (kvm == null)
            return (kvm*)ERR_PTR(-ENOMEM);

        mutex_init(&kvm->@lock);                        // PORT: before anything can fail, since E30 destroys under the lock
        r = kvm_arch_init_vm(kvm, type);
        if (r != 0)
            goto out_err_nodisable;

        r = -ENOMEM;
        kvm->memslots = (kvm_memslots*)kzalloc((ulong)sizeof(kvm_memslots), GFP_KERNEL);
        if (kvm->memslots == null)
            goto out_err_nosrcu;
        kvm_init_memslots_id(kvm);
        if (init_srcu_struct(&kvm->srcu) != 0)
            goto out_err_nosrcu;

        kvm->mm = current->mm;
        atomic_inc(&kvm->mm->mm_count);
        mutex_init(&kvm->slots_lock);
        atomic_set(&kvm->users_count, 1);

        spin_lock(kvm_lock);
        list_add(&kvm->vm_list, vm_list);
        spin_unlock(kvm_lock);

        return kvm;

    out_err_nosrcu:
        if (corrected(E30))                             // PORT: E30: as written the architecture's part is never undone
            kvm_arch_destroy_vm(kvm);
    out_err_nodisable:
        kfree(kvm->memslots);
        kfree(kvm);
        return (kvm*)ERR_PTR(r);
    }

    [PortOf("virt/kvm/kvm_main.c", 539, Version = "v3.6")]
    private static void kvm_destroy_dirty_bitmap(kvm_memory_slot* memslot)
    {
        if (memslot->dirty_bitmap.is_null)
            return;

        vfree(memslot->dirty_bitmap);
        memslot->dirty_bitmap = vmalloc_ptr<ulong>.NULL;
    }

    // Frees what one copy of a slot has and the other has not.
    // PORT: without the architecture's part of a slot, which is newer than the commit
    [PortOf("virt/kvm/kvm_main.c", 551, Version = "v3.6")]
    private static void kvm_free_physmem_slot(kvm_memory_slot* free,
                                              kvm_memory_slot* dont)
    {
        if (dont == null || free->rmap != dont->rmap)
            vfree(free->rmap);

        if (dont == null || free->dirty_bitmap != dont->dirty_bitmap)
            kvm_destroy_dirty_bitmap(free);

        free->npages = 0;
        free->rmap = vmalloc_ptr<ulong>.NULL;
    }

    [PortOf("virt/kvm/kvm_main.c", 566, Version = "v3.6")]
    private static void kvm_free_physmem(kvm* kvm)
    {
        kvm_memslots* slots = kvm->memslots;
        kvm_memory_slot* memslot;

        for (memslot = &slots->memslots[0]; kvm_for_each_memslot(memslot, slots); memslot++)
            kvm_free_physmem_slot(memslot, null);

        kfree(kvm->memslots);
    }

    // PORT: without interrupt routing, buses, MMU notifiers and the enabling of hardware
    [PortOf("virt/kvm/kvm_main.c", 577, Version = "v3.6")]
    private static void kvm_destroy_vm(kvm* kvm)
    {
        mm_struct* mm = kvm->mm;

        spin_lock(kvm_lock);
        list_del(&kvm->vm_list);
        spin_unlock(kvm_lock);
        kvm_arch_flush_shadow(kvm);
        kvm_arch_destroy_vm(kvm);
        kvm_free_physmem(kvm);
        cleanup_srcu_struct(&kvm->srcu);
        kfree(kvm);
        atomic_dec_and_test(&mm->mm_count);             // PORT: mmdrop; the process outlives its machines
    }

    [PortOf("virt/kvm/kvm_main.c", 603, Version = "v3.6")]
    internal static void kvm_get_kvm(kvm* kvm)
    {
        atomic_inc(&kvm->users_count);
    }

    [PortOf("virt/kvm/kvm_main.c", 609, Version = "v3.6")]
    internal static void kvm_put_kvm(kvm* kvm)
    {
        if (atomic_dec_and_test(&kvm->users_count))
            kvm_destroy_vm(kvm);
    }

    // Twice the size of the bitmap, so that one half can be read while the other is written.
    [PortOf("virt/kvm/kvm_main.c", 631, Version = "v3.6")]
    private static int kvm_create_dirty_bitmap(kvm_memory_slot* memslot)
    {
        ulong dirty_bytes = 2 * kvm_dirty_bitmap_bytes(memslot);

        memslot->dirty_bitmap = vzalloc<ulong>(dirty_bytes, $"dirty_bitmap[{memslot->id}]");    // PORT: kzalloc below a page in the C
        if (memslot->dirty_bitmap.is_null)
            return -ENOMEM;

        return 0;
    }

    // PORT: with typed parameters, so that nothing is converted
    [PortOf("virt/kvm/kvm_main.c", 644, Version = "v3.6")]
    private static int cmp_memslot(kvm_memory_slot* slot1, kvm_memory_slot* slot2)
    {
        if (slot1->npages < slot2->npages)
            return 1;
        if (slot1->npages > slot2->npages)
            return -1;

        return 0;
    }

    // Largest first: that one is asked for most.
    [PortOf("virt/kvm/kvm_main.c", 663, Version = "v3.6")]
    private static void sort_memslots(kvm_memslots* slots)
    {
        int i;

        sort(slots->memslots, KVM_MEM_SLOTS_NUM, &cmp_memslot);

        for (i = 0; i < KVM_MEM_SLOTS_NUM; i++)
            slots->id_to_index[slots->memslots[i].id] = i;
    }

    [PortOf("virt/kvm/kvm_main.c", 674, Version = "v3.6")]
    private static void update_memslots(kvm_memslots* slots, kvm_memory_slot* @new)
    {
        if (@new != null) {
            int id = @new->id;
            kvm_memory_slot* old = id_to_memslot(slots, id);
            ulong npages = old->npages;

            *old = *@new;
            if (@new->npages != npages)
                sort_memslots(slots);
        }

        slots->generation++;
    }

    /// <summary>Adds, changes or removes a memory slot. The caller holds slots_lock.</summary>
    /// <returns>0, -EINVAL, -EEXIST or -ENOMEM.</returns>
    // PORT: without the architecture's part of a slot, which is newer than the commit, and without an IOMMU
    [PortOf("virt/kvm/kvm_main.c", 697, Version = "v3.6")]
    private static int __kvm_set_memory_region(kvm* kvm,
                                               kvm_userspace_memory_region* mem,
                                               int user_alloc)
    {
        int r;
        ulong base_gfn;
        ulong npages;
        int i;
        kvm_memory_slot* memslot;
        kvm_memory_slot old, @new;
        kvm_memslots* slots;
        kvm_memslots* old_memslots;

        r = -EINVAL;
        // Is it well formed?
        if (corrected(E28) && (mem->flags & ~KVM_MEM_LOG_DIRTY_PAGES) != 0)     // PORT: E28: as written any bit goes into the slot
            goto @out;
        if ((mem->memory_size & (PAGE_SIZE - 1)) != 0)
            goto @out;
        if ((mem->guest_phys_addr & (PAGE_SIZE - 1)) != 0)
            goto @out;
        if (user_alloc != 0 && (mem->userspace_addr & (PAGE_SIZE - 1)) != 0)    // PORT: any other user address will do
            goto @out;
        if (mem->slot >= KVM_MEM_SLOTS_NUM)
            goto @out;
        if (mem->guest_phys_addr + mem->memory_size < mem->guest_phys_addr)
            goto @out;

        memslot = id_to_memslot(kvm->memslots, (int)mem->slot);
        base_gfn = mem->guest_phys_addr >> PAGE_SHIFT;
        npages = mem->memory_size >> PAGE_SHIFT;

        r = -EINVAL;
        if (npages > KVM_MEM_MAX_NR_PAGES)
            goto @out;

        if (npages == 0)
            mem->flags &= ~KVM_MEM_LOG_DIRTY_PAGES;

        @new = old = *memslot;

        @new.id = (int)mem->slot;
        @new.base_gfn = base_gfn;
        @new.npages = npages;
        @new.flags = mem->flags;

        // A slot keeps its size for life
        r = -EINVAL;
        if (npages != 0 && old.npages != 0 && npages != old.npages)
            goto out_free;
        if (corrected(E72) && npages == 0 && old.npages == 0)
            goto out_free;                              // PORT: E72: as written a slot that is none is deleted all the same
        if (corrected(E28) && npages != 0 && old.npages != 0 && mem->userspace_addr != old.userspace_addr)
            goto out_free;                              // PORT: E28: as written the new address is ignored

        // and shares no address with another
        r = -EEXIST;
        for (i = 0; i < KVM_MEMORY_SLOTS; ++i) {
            kvm_memory_slot* s = &kvm->memslots->memslots[i];

            if (s == memslot || s->npages == 0)
                continue;
            if (!((base_gfn + npages <= s->base_gfn) ||
                  (base_gfn >= s->base_gfn + s->npages)))
                goto out_free;
        }

        // No log, no bitmap
        if ((@new.flags & KVM_MEM_LOG_DIRTY_PAGES) == 0)
            @new.dirty_bitmap = vmalloc_ptr<ulong>.NULL;

        r = -ENOMEM;

        // A new slot
        if (npages != 0 && old.npages == 0) {
            @new.rmap = vzalloc<ulong>(npages * sizeof(ulong), $"rmap[{mem->slot}]");
            if (@new.rmap.is_null)
                goto out_free;
            @new.user_alloc = user_alloc;               // PORT: 3.6 does it before the allocation
            @new.userspace_addr = mem->userspace_addr;  // PORT: 3.6 does it before the allocation
        }

        // A log needs a bitmap
        if ((@new.flags & KVM_MEM_LOG_DIRTY_PAGES) != 0 && @new.dirty_bitmap.is_null) {
            if (kvm_create_dirty_bitmap(&@new) < 0)
                goto out_free;
            WRITE_ONCE(&kvm->arch.had_dirty_log, 1);    // PORT: E42: before the slot is seen
        }

        if (npages == 0) {
            kvm_memory_slot* slot;

            r = -ENOMEM;
            slots = (kvm_memslots*)kmemdup(kvm->memslots, (ulong)sizeof(kvm_memslots), GFP_KERNEL);
            if (slots == null)
                goto out_free;
            slot = id_to_memslot(slots, (int)mem->slot);
            slot->flags |= KVM_MEMSLOT_INVALID;

            update_memslots(slots, null);

            old_memslots = kvm->memslots;
            rcu_assign_pointer(&kvm->memslots, slots);
            synchronize_srcu_expedited(&kvm->srcu);
            // From here on nothing new is mapped through the slot
            kvm_arch_flush_shadow(kvm);
            kfree(old_memslots);
        }

        r = kvm_arch_prepare_memory_region(kvm, &@new, &old, mem, user_alloc);
        if (r != 0)
            goto out_valid;                             // PORT: E05

        r = -ENOMEM;
        slots = (kvm_memslots*)kmemdup(kvm->memslots, (ulong)sizeof(kvm_memslots), GFP_KERNEL);
        if (slots == null)
            goto out_valid;                             // PORT: E05

        // what the slot had is freed below, through its old copy
        if (npages == 0) {
            @new.rmap = vmalloc_ptr<ulong>.NULL;
            @new.dirty_bitmap = vmalloc_ptr<ulong>.NULL;
        }

        update_memslots(slots, &@new);
        old_memslots = kvm->memslots;
        rcu_assign_pointer(&kvm->memslots, slots);
        synchronize_srcu_expedited(&kvm->srcu);

        kvm_arch_commit_memory_region(kvm, mem, &old, user_alloc);

        // A slot that appears or moves: what was known about its addresses is void
        if (npages != 0 && old.base_gfn != mem->guest_phys_addr >> PAGE_SHIFT)
            kvm_arch_flush_shadow(kvm);

        kvm_free_physmem_slot(&old, &@new);
        kfree(old_memslots);

        return 0;

    out_valid:                                          // PORT: E05
        if (corrected(E05)) {                           // PORT: E05: what is refused leaves the slot as it was
            if (npages == 0)
                id_to_memslot(kvm->memslots, (int)mem->slot)->flags = old.flags;
            else if (old.npages == 0)
                kvm_arch_free_memslot(kvm, (int)mem->slot);
        }
    out_free:
        kvm_free_physmem_slot(&@new, &old);
    @out:
        return r;
    }

    [PortOf("virt/kvm/kvm_main.c", 867, Version = "v3.6")]
    internal static int kvm_set_memory_region(kvm* kvm,
                                              kvm_userspace_memory_region* mem,
                                              int user_alloc)
    {
        int r;

        mutex_lock(&kvm->slots_lock);
        r = __kvm_set_memory_region(kvm, mem, user_alloc);
        mutex_unlock(&kvm->slots_lock);
        return r;
    }

    /// <summary>KVM_SET_USER_MEMORY_REGION.</summary>
    /// <returns>0, -EINVAL, -EEXIST or -ENOMEM.</returns>
    [PortOf("virt/kvm/kvm_main.c", 880, Version = "v3.6")]
    internal static int kvm_vm_ioctl_set_memory_region(kvm* kvm,
                                                       kvm_userspace_memory_region* mem,
                                                       int user_alloc)
    {
        if (mem->slot >= KVM_MEMORY_SLOTS)
            return -EINVAL;
        return kvm_set_memory_region(kvm, mem, user_alloc);
    }

    /// <summary>Copies a slot's dirty log to user space.</summary>
    /// <returns>0; -EINVAL for a slot that is none; -ENOENT for one without a log.</returns>
    [MustHold("kvm->slots_lock")]
    [PortOf("virt/kvm/kvm_main.c", 890, Version = "v3.6")]
    internal static int kvm_get_dirty_log(kvm* kvm,
                                          kvm_dirty_log* log, int* is_dirty)
    {
        kvm_memory_slot* memslot;
        int r;
        ulong i;
        ulong n;
        ulong any = 0;

        r = -EINVAL;
        if (log->slot >= KVM_MEMORY_SLOTS)
            goto @out;

        memslot = id_to_memslot(kvm->memslots, (int)log->slot);
        r = -ENOENT;
        if (memslot->dirty_bitmap.is_null)
            goto @out;

        n = kvm_dirty_bitmap_bytes(memslot);

        for (i = 0; any == 0 && i < n / sizeof(ulong); ++i)
            any = memslot->dirty_bitmap[i];

        r = -EFAULT;
        if (copy_to_user((void*)log->dirty_bitmap, memslot->dirty_bitmap, n) != 0)
            goto @out;

        if (any != 0)
            *is_dirty = 1;

        r = 0;
    @out:
        return r;
    }

    [PortOf("virt/kvm/kvm_main.c", 982, Version = "v3.6")]
    internal static kvm_memory_slot* gfn_to_memslot(kvm* kvm, ulong gfn)
    {
        kvm_memslots* slots = kvm_memslots(kvm);        // PORT: what 3.6 has in a function of its own for real mode to share
        kvm_memory_slot* memslot;                       // PORT: the same

        // PORT: the same
        for (memslot = &slots->memslots[0]; kvm_for_each_memslot(memslot, slots); memslot++)
            if (gfn >= memslot->base_gfn &&
                gfn < memslot->base_gfn + memslot->npages)
                return memslot;
        return null;                                    // PORT: the same
    }

    /// <summary>Makes sure that a vcpu looks at what has come up: it is woken if it sleeps, and taken out of the guest if it is there.</summary>
    // PORT: E70 is documented only: this text is that of v3.6, which reads the number once.
    [PortOf("virt/kvm/kvm_main.c", 1530, Version = "v3.6")]
    internal static void kvm_vcpu_kick(kvm_vcpu* vcpu)
    {
        int me;
        int cpu = READ_ONCE(&vcpu->cpu);
        wait_queue_head_t* wqp;

        wqp = kvm_arch_vcpu_wq(vcpu);
        if (waitqueue_active(wqp)) {
            wake_up_interruptible(wqp);
            ++vcpu->stat.halt_wakeup;
        }

        me = get_cpu();
        if (cpu != me && (uint)cpu < nr_cpu_ids && cpu_online(cpu))
            if (kvm_arch_vcpu_should_kick(vcpu) != 0)
                smp_send_reschedule(cpu);
        put_cpu();
    }

    /// <summary>KVM_CREATE_VCPU.</summary>
    /// <returns>0, -EINVAL, -EEXIST or -ENOMEM. PORT: a file descriptor in the C.</returns>
    // PORT: without preemption notifiers, the question whether vcpus are compatible, and files
    [PortOf("virt/kvm/kvm_main.c", 1681, Version = "v3.6")]
    internal static int kvm_vm_ioctl_create_vcpu(kvm* kvm, uint id)
    {
        int r;
        kvm_vcpu* vcpu;
        kvm_vcpu* v;

        vcpu = kvm_arch_vcpu_create(kvm, id);
        if (IS_ERR(vcpu))
            return (int)PTR_ERR(vcpu);

        r = kvm_arch_vcpu_setup(vcpu);
        if (r != 0)
            goto vcpu_destroy;

        mutex_lock(&kvm->@lock);
        if (atomic_read(&kvm->online_vcpus) == KVM_MAX_VCPUS) {
            r = -EINVAL;
            goto unlock_vcpu_destroy;
        }

        for (r = 0; kvm_for_each_vcpu(r, out v, kvm); r++)
            if (v->vcpu_id == (int)id) {
                r = -EEXIST;
                goto unlock_vcpu_destroy;
            }

        if (kvm->vcpus[atomic_read(&kvm->online_vcpus)] != null)
            BUG("a vcpu that is not online");           // PORT: BUG_ON

        // Complete; now others may see it
        kvm->vcpus[atomic_read(&kvm->online_vcpus)] = vcpu;
        smp_wmb();
        atomic_inc(&kvm->online_vcpus);

        mutex_unlock(&kvm->@lock);
        return 0;                                       // PORT: the descriptor in C

    unlock_vcpu_destroy:
        mutex_unlock(&kvm->@lock);
    vcpu_destroy:
        kvm_arch_vcpu_destroy(vcpu);
        return r;
    }

    /// <summary>A system call on a vcpu.</summary>
    /// <param name="vcpu">The vcpu. PORT: what its file leads to in the C.</param>
    /// <param name="ioctl">KVM_RUN, KVM_GET_REGS, …</param>
    /// <param name="arg">A number, or the address of a struct.</param>
    // PORT: without files, floating point, MP states, translation, debugging and signal masks, which this architecture refuses or nobody
    // needs
    [MightSleep]
    [PortOf("virt/kvm/kvm_main.c", 1747, Version = "v3.6")]
    internal static long kvm_vcpu_ioctl(kvm_vcpu* vcpu,
                                        uint ioctl, ulong arg)
    {
        void* argp = (void*)arg;
        int r;
        kvm_sregs* kvm_sregs = null;

        if (vcpu->kvm->mm != current->mm)
            return -EIO;

        // An interrupt does not wait until the vcpu is out of the guest
        if (ioctl == KVM_INTERRUPT)
            return kvm_arch_vcpu_ioctl(vcpu, ioctl, arg);

        vcpu_load(vcpu);
        switch (ioctl) {
        case KVM_RUN:
            r = -EINVAL;
            if (arg != 0)
                goto @out;
            r = kvm_arch_vcpu_ioctl_run(vcpu, vcpu->run);
            break;
        case KVM_GET_REGS: {
            kvm_regs* kvm_regs;

            r = -ENOMEM;
            kvm_regs = (kvm_regs*)kzalloc((ulong)sizeof(kvm_regs), GFP_KERNEL);
            if (kvm_regs == null)
                goto @out;
            r = kvm_arch_vcpu_ioctl_get_regs(vcpu, kvm_regs);
            if (r != 0)
                goto out_free1;
            r = -EFAULT;
            if (copy_to_user(argp, kvm_regs, (ulong)sizeof(kvm_regs)) != 0)
                goto out_free1;
            r = 0;
        out_free1:
            kfree(kvm_regs);
            break;
        }
        case KVM_SET_REGS: {
            kvm_regs* kvm_regs;

            r = -ENOMEM;
            kvm_regs = (kvm_regs*)memdup_user(argp, (ulong)sizeof(kvm_regs));
            if (IS_ERR(kvm_regs)) {
                r = (int)PTR_ERR(kvm_regs);
                goto @out;
            }
            r = kvm_arch_vcpu_ioctl_set_regs(vcpu, kvm_regs);
            if (r != 0)
                goto out_free2;
            r = 0;
        out_free2:
            kfree(kvm_regs);
            break;
        }
        case KVM_GET_SREGS: {
            kvm_sregs = (kvm_sregs*)kzalloc((ulong)sizeof(kvm_sregs), GFP_KERNEL);
            r = -ENOMEM;
            if (kvm_sregs == null)
                goto @out;
            r = kvm_arch_vcpu_ioctl_get_sregs(vcpu, kvm_sregs);
            if (r != 0)
                goto @out;
            r = -EFAULT;
            if (copy_to_user(argp, kvm_sregs, (ulong)sizeof(kvm_sregs)) != 0)
                goto @out;
            r = 0;
            break;
        }
        case KVM_SET_SREGS: {
            kvm_sregs = (kvm_sregs*)memdup_user(argp, (ulong)sizeof(kvm_sregs));
            if (IS_ERR(kvm_sregs)) {
                r = (int)PTR_ERR(kvm_sregs);
                if (corrected(E52))                     // PORT: E52: as written the error is freed below
                    kvm_sregs = null;
                goto @out;
            }
            r = kvm_arch_vcpu_ioctl_set_sregs(vcpu, kvm_sregs);
            if (r != 0)
                goto @out;
            r = 0;
            break;
        }
        default:
            r = (int)kvm_arch_vcpu_ioctl(vcpu, ioctl, arg);
            break;
        }
    @out:
        vcpu_put(vcpu);
        kfree(kvm_sregs);
        return r;
    }

    /// <summary>A system call on a virtual machine.</summary>
    /// <param name="kvm">The virtual machine. PORT: what its file leads to in the C.</param>
    /// <param name="ioctl">KVM_CREATE_VCPU, KVM_SET_USER_MEMORY_REGION, …</param>
    /// <param name="arg">A number, or the address of a struct.</param>
    // PORT: without files, coalesced I/O, event files, a boot processor, message signalled interrupts and assigned devices
    [MightSleep]
    [PortOf("virt/kvm/kvm_main.c", 1994, Version = "v3.6")]
    internal static long kvm_vm_ioctl(kvm* kvm,
                                      uint ioctl, ulong arg)
    {
        void* argp = (void*)arg;
        int r;

        if (kvm->mm != current->mm)
            return -EIO;
        switch (ioctl) {
        case KVM_CREATE_VCPU:
            r = -EINVAL;                                // PORT: E60
            if (corrected(E60) && arg > uint.MaxValue)  // PORT: E60: as written the upper half is cut off
                goto @out;
            r = kvm_vm_ioctl_create_vcpu(kvm, (uint)arg);
            if (r < 0)
                goto @out;
            break;
        case KVM_SET_USER_MEMORY_REGION: {
            kvm_userspace_memory_region kvm_userspace_mem;

            r = -EFAULT;
            if (copy_from_user(&kvm_userspace_mem, argp,
                               (ulong)sizeof(kvm_userspace_memory_region)) != 0)
                goto @out;

            r = kvm_vm_ioctl_set_memory_region(kvm, &kvm_userspace_mem, 1);
            if (r != 0)
                goto @out;
            break;
        }
        case KVM_GET_DIRTY_LOG: {
            kvm_dirty_log log;

            r = -EFAULT;
            if (copy_from_user(&log, argp, (ulong)sizeof(kvm_dirty_log)) != 0)
                goto @out;
            r = kvm_vm_ioctl_get_dirty_log(kvm, &log);
            if (r != 0)
                goto @out;
            break;
        }
        default:
            r = (int)kvm_arch_vm_ioctl(kvm, ioctl, arg);
            break;
        }
    @out:
        return r;
    }

    // PORT: without a boot processor, message signalled interrupts and interrupt routing
    [PortOf("virt/kvm/kvm_main.c", 2215, Version = "v3.6")]
    private static long kvm_dev_ioctl_check_extension_generic(long arg)
    {
        switch (arg) {
        case KVM_CAP_USER_MEMORY:
        case KVM_CAP_DESTROY_MEMORY_REGION_WORKS:
        case KVM_CAP_JOIN_MEMORY_REGIONS_WORKS:
        case KVM_CAP_INTERNAL_ERROR_DATA:
            return 1;
        default:
            break;
        }
        return kvm_dev_ioctl_check_extension(arg);
    }

    /// <summary>A system call on KVM itself.</summary>
    /// <param name="ioctl">KVM_CREATE_VM, KVM_CHECK_EXTENSION, …</param>
    /// <param name="arg">A number.</param>
    /// <returns>PORT: for KVM_CREATE_VM the virtual machine's address, where the C has a file.</returns>
    // PORT: without the pages for I/O, and tracing that nobody supports
    [MightSleep]
    [PortOf("virt/kvm/kvm_main.c", 2239, Version = "v3.6")]
    internal static long kvm_dev_ioctl(uint ioctl, ulong arg)
    {
        long r = -EINVAL;

        switch (ioctl) {
        case KVM_GET_API_VERSION:
            r = -EINVAL;
            if (arg != 0)
                goto @out;
            r = KVM_API_VERSION;
            break;
        case KVM_CREATE_VM:
            r = (long)kvm_create_vm(arg);
            break;
        case KVM_CHECK_EXTENSION:
            r = kvm_dev_ioctl_check_extension_generic((long)arg);
            break;
        case KVM_GET_VCPU_MMAP_SIZE:
            r = -EINVAL;
            if (arg != 0)
                goto @out;
            r = (long)PAGE_SIZE;        // struct kvm_run
            break;
        default:
            return kvm_arch_dev_ioctl(ioctl, arg);
        }
    @out:
        return r;
    }

    // PORT: without what it sets up: pages for errors, caches, notifiers, a device, debugfs. What remains is the question whether the
    // processor will do.
    [PortOf("virt/kvm/kvm_main.c", 2725, Version = "v3.6")]
    internal static int kvm_init()
    {
        int r;

        kvm_arch_check_processor_compat(&r);
        if (r < 0)
            return r;

        return 0;
    }

    [PortOf("virt/kvm/kvm_main.c", 2848, Version = "v3.6")]
    internal static void kvm_exit()
    {
        WARN_ON(!list_empty(vm_list));                  // PORT: of what 3.6 undoes here there is nothing; instead a look at what is left
    }
}
