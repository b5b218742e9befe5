// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s_hv.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright 2011 Paul Mackerras, IBM Corp. <paulus@au1.ibm.com>
// Copyright (C) 2009. SUSE Linux Products GmbH. All rights reserved.
// Authors: Paul Mackerras <paulus@au1.ibm.com>, Alexander Graf <agraf@suse.de>, Kevin Wolf <mail@kevin-wolf.de>

using static Linux.include.linux.kvm_host_h;
using static Linux.include.linux.err_h;
using static Linux.include.linux.slab_h;
using static Linux.include.linux.preempt_h;
using static Linux.include.linux.sched_h;
using static Linux.include.linux.anon_inodes_h;
using static Linux.include.linux.cpumask_h;
using static Linux.include.linux.spinlock_h;
using static Linux.include.linux.page_flags_h;
using static Linux.include.asm.reg_h;
using static Linux.include.asm.cputable_h;
using static Linux.include.asm.kvm_ppc_h;
using static Linux.include.asm.processor_h;
using static Linux.include.asm.cputhreads_h;
using static Linux.include.asm.page_h;
using static Linux.include.asm.hvcall_h;
using static Linux.include.linux.gfp_h;
using static Linux.include.linux.vmalloc_h;
using static Linux.include.linux.hugetlb_h;

// PORT: not among the includes of the C file
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s;
using static Linux.book3s_64_mmu_hv;
using static Linux.book3s_hv_builtin;
using static Linux.book3s_hv_interrupts;
using static Linux.book3s_hv_release;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.kvm_asm_h;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.asm.paca_h;
using static Linux.include.asm.switch_to_h;
using static Linux.include.asm.time_h;
using static Linux.include.asm.xics_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.errno_h;
using static Linux.include.linux.hrtimer_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.linux.ktime_h;
using static Linux.include.linux.kvm_h;
using static Linux.include.linux.list_h;
using static Linux.include.linux.mm_h;
using static Linux.include.linux.mutex_h;
using static Linux.include.linux.rwsem_h;
using static Linux.include.linux.smp_h;
using static Linux.include.linux.srcu_h;
using static Linux.include.linux.string_h;
using static Linux.include.linux.wait_h;
using static Linux.include.port.block_h;
using static Linux.include.port.data_h;
using static Linux.include.port.errata_h;
using static Linux.include.port.oops_h;
using static Linux.kvm_main;
using static Linux.powerpc;

namespace Linux;

/// <summary>KVM in hypervisor mode: hypercalls with translation on, real mode areas, memory regions, virtual machines.</summary>
internal static unsafe class book3s_hv
{
    private const int LARGE_PAGE_ORDER = 24;        // 16 MB
    private const int MAX_THREADS = 8;              // PORT: E35: at least the threads of a core

    /// <summary>PORT: lays out the file's static data, as the C's linker does.</summary>
    internal static void __data()
    {
        kvm_spapr_tce_vm_ops = (vm_operations_struct*)data("kvm_spapr_tce_vm_ops", (ulong)sizeof(vm_operations_struct));
        kvm_spapr_tce_vm_ops->fault = &kvm_spapr_tce_fault;
        kvm_spapr_tce_fops = (file_operations*)data("kvm_spapr_tce_fops", (ulong)sizeof(file_operations));
        kvm_spapr_tce_fops->mmap = &kvm_spapr_tce_mmap;
        kvm_spapr_tce_fops->release = &kvm_spapr_tce_release;
        kvm_rma_vm_ops = (vm_operations_struct*)data("kvm_rma_vm_ops", (ulong)sizeof(vm_operations_struct));
        kvm_rma_vm_ops->fault = &kvm_rma_fault;
        kvm_rma_fops = (file_operations*)data("kvm_rma_fops", (ulong)sizeof(file_operations));
        kvm_rma_fops->mmap = &kvm_rma_mmap;
        kvm_rma_fops->release = &kvm_rma_release;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 63)]
    internal static void kvmppc_core_vcpu_load(kvm_vcpu* vcpu, int cpu)
    {
        WRITE_ONCE(&local_paca->kvm_hstate.kvm_vcpu, vcpu);
        WRITE_ONCE(&local_paca->kvm_hstate.kvm_vcore, vcpu->arch.vcore);
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 69)]
    internal static void kvmppc_core_vcpu_put(kvm_vcpu* vcpu)
    {
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 73)]
    internal static void kvmppc_set_msr(kvm_vcpu* vcpu, ulong msr)
    {
        vcpu->arch.shregs.msr = msr;
        kvmppc_end_cede(vcpu);
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 79)]
    internal static void kvmppc_set_pvr(kvm_vcpu* vcpu, uint pvr)
    {
        vcpu->arch.pvr = pvr;
    }

    /// <summary>Writes a vcpu's registers to the log.</summary>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 84)]
    internal static void kvmppc_dump_regs(kvm_vcpu* vcpu)
    {
        int r;

        pr_err($"vcpu {(ulong)vcpu:x16} ({vcpu->vcpu_id}):\n");
        pr_err($"pc  = {vcpu->arch.pc:x16}  msr = {vcpu->arch.shregs.msr:x16}  trap = {vcpu->arch.trap:x}\n");
        for (r = 0; r < 16; ++r)
            pr_err($"r{r,2} = {kvmppc_get_gpr(vcpu, r):x16}  r{r + 16} = {kvmppc_get_gpr(vcpu, r + 16):x16}\n");
        pr_err($"ctr = {vcpu->arch.ctr:x16}  lr  = {vcpu->arch.lr:x16}\n");
        pr_err($"srr0 = {vcpu->arch.shregs.srr0:x16} srr1 = {vcpu->arch.shregs.srr1:x16}\n");
        pr_err($"sprg0 = {vcpu->arch.shregs.sprg0:x16} sprg1 = {vcpu->arch.shregs.sprg1:x16}\n");
        pr_err($"sprg2 = {vcpu->arch.shregs.sprg2:x16} sprg3 = {vcpu->arch.shregs.sprg3:x16}\n");
        pr_err($"cr = {vcpu->arch.cr:x8}  xer = {vcpu->arch.xer:x16}  dsisr = {vcpu->arch.shregs.dsisr:x8}\n");
        pr_err($"dar = {vcpu->arch.shregs.dar:x16}\n");
        pr_err($"fault dar = {vcpu->arch.fault_dar:x16} dsisr = {vcpu->arch.fault_dsisr:x8}\n");
        pr_err($"SLB ({vcpu->arch.slb_max} entries):\n");
        for (r = 0; r < vcpu->arch.slb_max; ++r)
            pr_err($"  ESID = {vcpu->arch.slb[r].orige:x16} VSID = {vcpu->arch.slb[r].origv:x16}\n");
        pr_err($"lpcr = {READ_ONCE(&vcpu->kvm->arch.lpcr):x16} sdr1 = {vcpu->kvm->arch.sdr1:x16} last_inst = {vcpu->arch.last_inst:x8}\n");
    }

    // PORT: E54 is documented only: callers that hold the vcpu take kvm->lock here, against the order of these locks.
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 117)]
    internal static kvm_vcpu* kvmppc_find_vcpu(kvm* kvm, int id)
    {
        int r;
        kvm_vcpu* v;
        kvm_vcpu* ret = null;

        mutex_lock(&kvm->@lock);
        for (r = 0; kvm_for_each_vcpu(r, out v, kvm); r++) {
            if (v->vcpu_id == id) {
                ret = v;
                break;
            }
        }
        mutex_unlock(&kvm->@lock);
        return ret;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 133)]
    private static void init_vpa(kvm_vcpu* vcpu, lppaca* vpa)
    {
        vpa->shared_proc = 1;
        vpa->yield_count = 1;
    }

    /// <summary>H_REGISTER_VPA (LoPAR 14.11.3.2): registers or deregisters one of the areas that a virtual processor shares with its host.</summary>
    /// <returns>H_SUCCESS, H_PARAMETER or H_RESOURCE.</returns>
    // PORT: E58 is documented only: user space has no call to remove an area.
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 139)]
    private static ulong do_h_register_vpa(kvm_vcpu* vcpu,
                                           ulong flags,
                                           ulong vcpuid, ulong vpa)
    {
        kvm* kvm = vcpu->kvm;
        ulong len, nb;
        byte* va;
        kvm_vcpu* tvcpu;
        kvm_vcpu* owner;                                // PORT: E10
        int err = (int)H_PARAMETER;

        if (corrected(E44) && vcpuid > uint.MaxValue)   // PORT: E44: as written the upper half of the number is ignored
            return unsigned(H_PARAMETER);
        tvcpu = kvmppc_find_vcpu(kvm, (int)vcpuid);
        if (tvcpu == null)
            return unsigned(H_PARAMETER);
        owner = corrected(E10) ? tvcpu : vcpu;          // PORT: E10: as written the caller's areas are dropped for the target's

        flags >>= 63 - 18;
        flags &= 7;
        if (corrected(E35))                             // PORT: E35: as written the area changes under a vcpu that runs
            return request_vpa(tvcpu, flags, vpa);
        if (flags == 0 || flags == 4)
            return unsigned(H_PARAMETER);
        if (flags < 4) {
            if ((vpa & 0x7f) != 0)
                return unsigned(H_PARAMETER);
            if (corrected(E45) && vpa == 0)             // PORT: E45
                return unsigned(H_PARAMETER);
            if (flags >= 2 && READ_ONCE(&tvcpu->arch.vpa) == null)
                return unsigned(H_RESOURCE);
            // a new area: from its guest address to one that the host can use
            va = (byte*)kvmppc_pin_guest_page(kvm, vpa, &nb);
            if (va == null)
                return unsigned(H_PARAMETER);
            if (flags <= 1)
                len = *(ushort*)(va + 4);
            else
                len = *(uint*)(va + 4);
            if (len > nb)
                goto out_unpin;
            if (flags == 1 && vpa_crosses_page(vpa, len))       // PORT: E45
                goto out_unpin;
            switch (flags) {
            case 1:             // virtual processor area
                if (len < 640)
                    goto out_unpin;
                if (READ_ONCE(&tvcpu->arch.vpa) != null)
                    kvmppc_unpin_guest_page(kvm, READ_ONCE(&owner->arch.vpa));
                WRITE_ONCE(&tvcpu->arch.vpa, (lppaca*)va);
                init_vpa(vcpu, (lppaca*)va);
                break;
            case 2:             // dispatch trace log
                if (len < 48)
                    goto out_unpin;
                len -= len % 48;
                if (READ_ONCE(&tvcpu->arch.dtl) != null)
                    kvmppc_unpin_guest_page(kvm, READ_ONCE(&owner->arch.dtl));
                WRITE_ONCE(&tvcpu->arch.dtl, (dtl*)va);
                tvcpu->arch.dtl_end = (dtl*)(va + len);
                break;
            case 3:             // SLB shadow buffer
                if (len < 16)
                    goto out_unpin;
                if (READ_ONCE(&tvcpu->arch.slb_shadow) != null)
                    kvmppc_unpin_guest_page(kvm, READ_ONCE(&owner->arch.slb_shadow));
                WRITE_ONCE(&tvcpu->arch.slb_shadow, (slb_shadow*)va);
                break;
            }
        } else {
            switch (flags) {
            case 5:             // virtual processor area
                if (READ_ONCE(&tvcpu->arch.slb_shadow) != null || READ_ONCE(&tvcpu->arch.dtl) != null)
                    return unsigned(H_RESOURCE);
                va = (byte*)READ_ONCE(&tvcpu->arch.vpa);             // PORT: one read
                if (va == null)                                      // PORT: what was read
                    break;
                kvmppc_unpin_guest_page(kvm, va);
                WRITE_ONCE(&tvcpu->arch.vpa, null);
                break;
            case 6:             // dispatch trace log
                va = (byte*)READ_ONCE(&tvcpu->arch.dtl);             // PORT: one read
                if (va == null)                                      // PORT: what was read
                    break;
                kvmppc_unpin_guest_page(kvm, va);
                WRITE_ONCE(&tvcpu->arch.dtl, null);
                break;
            case 7:             // SLB shadow buffer
                va = (byte*)READ_ONCE(&tvcpu->arch.slb_shadow);      // PORT: one read
                if (va == null)                                      // PORT: what was read
                    break;
                kvmppc_unpin_guest_page(kvm, va);
                WRITE_ONCE(&tvcpu->arch.slb_shadow, null);
                break;
            }
        }
        return (ulong)H_SUCCESS;

    out_unpin:
        kvmppc_unpin_guest_page(kvm, va);
        return (ulong)err;
    }

    // PORT: E45: a virtual processor area lies within 4 KB (LoPAR 14.11.1.1).
    private static bool vpa_crosses_page(ulong vpa, ulong len) => corrected(E45) && (vpa & 0xfff) + len > 0x1000;

    // PORT: E35: notes what one of a vcpu's areas shall be. The vcpu may be in the guest, so it is the vcpu that installs the area, on its
    // way back in (kvmppc_update_vpas), and releases the old one: no user of the old one is left then.
    private static ulong request_vpa(kvm_vcpu* tvcpu, ulong subfunc, ulong vpa)
    {
        ulong len = 0, nb, err;
        byte* va;
        kvmppc_vpa_update* update = null;

        if (subfunc - 1 < 3) {
            if ((vpa & 0x7f) != 0 || (corrected(E45) && vpa == 0))      // PORT: E45
                return unsigned(H_PARAMETER);
            va = (byte*)kvmppc_pin_guest_page(tvcpu->kvm, vpa, &nb);
            if (va == null)
                return unsigned(H_PARAMETER);
            len = subfunc == 1 ? *(ushort*)(va + 4) : *(uint*)(va + 4);
            kvmppc_unpin_guest_page(tvcpu->kvm, va);
            if (len > nb)
                return unsigned(H_PARAMETER);
        } else {
            vpa = NO_AREA;
        }

        err = unsigned(H_PARAMETER);
        spin_lock(&tvcpu->arch.vpa_update_lock);
        switch (subfunc) {
        case 1:                 // virtual processor area
            if (len < 640 || vpa_crosses_page(vpa, len))
                break;
            update = &tvcpu->arch.vpa_update;
            break;
        case 2:                 // dispatch trace log
            if (len < 48)
                break;
            len -= len % 48;
            if (vpa_is_registered(&tvcpu->arch.vpa_update, READ_ONCE(&tvcpu->arch.vpa)))
                update = &tvcpu->arch.dtl_update;
            else
                err = unsigned(H_RESOURCE);
            break;
        case 3:                 // SLB shadow buffer
            if (len < 16)
                break;
            if (vpa_is_registered(&tvcpu->arch.vpa_update, READ_ONCE(&tvcpu->arch.vpa)))
                update = &tvcpu->arch.slb_shadow_update;
            else
                err = unsigned(H_RESOURCE);
            break;
        case 5:                 // virtual processor area
            if (vpa_is_registered(&tvcpu->arch.dtl_update, READ_ONCE(&tvcpu->arch.dtl)) ||
                vpa_is_registered(&tvcpu->arch.slb_shadow_update, READ_ONCE(&tvcpu->arch.slb_shadow)))
                err = unsigned(H_RESOURCE);
            else
                update = &tvcpu->arch.vpa_update;
            break;
        case 6:                 // dispatch trace log
            update = &tvcpu->arch.dtl_update;
            break;
        case 7:                 // SLB shadow buffer
            update = &tvcpu->arch.slb_shadow_update;
            break;
        }
        if (update != null) {
            update->next_gpa = vpa;
            update->len = len;
            WRITE_ONCE(&update->update_pending, 1);
            err = (ulong)H_SUCCESS;
        }
        spin_unlock(&tvcpu->arch.vpa_update_lock);
        return err;
    }

    // PORT: E35: the caller holds the lock of the vcpu whose area it is.
    private static bool vpa_is_registered(kvmppc_vpa_update* update, void* pinned)
    {
        return READ_ONCE(&update->update_pending) != 0 ? update->next_gpa != NO_AREA : pinned != null;
    }

    // PORT: E35: pins the area of a request, and releases the one before it. The lock is released meanwhile, since pinning may sleep; what
    // was requested then is pinned instead.
    [MightSleep, MustHold("vcpu->arch.vpa_update_lock", Spins = true)]
    private static void* kvmppc_update_vpa(kvm_vcpu* vcpu, kvmppc_vpa_update* update, void** pinned)
    {
        kvm* kvm = vcpu->kvm;
        void* va;
        void* old;
        ulong gpa, nb;

        for (;;) {
            gpa = update->next_gpa;
            spin_unlock(&vcpu->arch.vpa_update_lock);
            nb = 0;
            va = gpa != NO_AREA ? kvmppc_pin_guest_page(kvm, gpa, &nb) : null;
            spin_lock(&vcpu->arch.vpa_update_lock);
            if (gpa == update->next_gpa)
                break;
            if (va != null)
                kvmppc_unpin_guest_page(kvm, va);
        }

        WRITE_ONCE(&update->update_pending, 0);
        if (va != null && nb < update->len) {
            // the slot has changed since the request
            kvmppc_unpin_guest_page(kvm, va);
            va = null;
        }
        // first out of reach, then released
        old = *pinned;
        *pinned = va;
        if (old != null)
            kvmppc_unpin_guest_page(kvm, old);
        return va;
    }

    /// <summary>
    /// PORT: E35: installs the areas that were requested for a vcpu. It is not in the guest: the caller is its own task on the way in, or
    /// the task that runs its core.
    /// </summary>
    [MightSleep]
    internal static void kvmppc_update_vpas(kvm_vcpu* vcpu)
    {
        int srcu_idx = 0;
        void* va;

        if (!vpa_update_pending(vcpu))
            return;

        if (corrected(E19))
            srcu_idx = srcu_read_lock(&vcpu->kvm->srcu);
        spin_lock(&vcpu->arch.vpa_update_lock);
        if (READ_ONCE(&vcpu->arch.vpa_update.update_pending) != 0) {
            va = kvmppc_update_vpa(vcpu, &vcpu->arch.vpa_update, (void**)&vcpu->arch.vpa);
            if (va != null)
                init_vpa(vcpu, (lppaca*)va);
        }
        if (READ_ONCE(&vcpu->arch.dtl_update.update_pending) != 0) {
            va = kvmppc_update_vpa(vcpu, &vcpu->arch.dtl_update, (void**)&vcpu->arch.dtl);
            vcpu->arch.dtl_end = (dtl*)((byte*)va + (va != null ? vcpu->arch.dtl_update.len : 0));
        }
        if (READ_ONCE(&vcpu->arch.slb_shadow_update.update_pending) != 0)
            kvmppc_update_vpa(vcpu, &vcpu->arch.slb_shadow_update, (void**)&vcpu->arch.slb_shadow);
        spin_unlock(&vcpu->arch.vpa_update_lock);
        if (corrected(E19))
            srcu_read_unlock(&vcpu->kvm->srcu, srcu_idx);
    }

    // PORT: E35
    private static bool vpa_update_pending(kvm_vcpu* vcpu)
    {
        return (READ_ONCE(&vcpu->arch.vpa_update.update_pending) |
                READ_ONCE(&vcpu->arch.dtl_update.update_pending) |
                READ_ONCE(&vcpu->arch.slb_shadow_update.update_pending)) != 0;
    }

    /// <summary>Handles a hypercall with translation on. The number is in r3, the arguments from r4 on; r3 gets the result.</summary>
    /// <returns>RESUME_GUEST, or RESUME_HOST for a number that only user space may know.</returns>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 229)]
    internal static int kvmppc_pseries_do_hcall(kvm_vcpu* vcpu)
    {
        ulong req = kvmppc_get_gpr(vcpu, 3);
        ulong target, ret = (ulong)H_SUCCESS;
        kvm_vcpu* tvcpu;

        switch (req) {
        case H_ENTER:
            ret = (ulong)kvmppc_virtmode_h_enter(vcpu, kvmppc_get_gpr(vcpu, 4),
                                                 (long)kvmppc_get_gpr(vcpu, 5),
                                                 kvmppc_get_gpr(vcpu, 6),
                                                 kvmppc_get_gpr(vcpu, 7));
            break;
        case H_CEDE:
            break;
        case H_PROD:
            target = kvmppc_get_gpr(vcpu, 4);
            tvcpu = kvmppc_find_vcpu(vcpu->kvm, (int)target);
            if (tvcpu == null || (corrected(E44) && target > uint.MaxValue)) {  // PORT: E44: as in do_h_register_vpa
                ret = unsigned(H_PARAMETER);
                break;
            }
            WRITE_ONCE(&tvcpu->arch.prodded, 1);
            smp_mb();
            if (corrected(E09)) {                       // PORT: E09: as written the caller is tested and woken, on a queue that nobody sleeps in
                if (READ_ONCE(&tvcpu->arch.ceded) != 0)
                    kvm_vcpu_kick(tvcpu);
                break;
            }
            if (READ_ONCE(&vcpu->arch.ceded) != 0) {
                if (waitqueue_active(&vcpu->wq)) {
                    wake_up_interruptible(&vcpu->wq);
                    vcpu->stat.halt_wakeup++;
                }
            }
            break;
        case H_CONFER:
            if (corrected(E64)) {                       // PORT: E64: as written the target is not looked at
                target = kvmppc_get_gpr(vcpu, 4);
                if (target != ulong.MaxValue &&
                    ((corrected(E44) && target > uint.MaxValue) || kvmppc_find_vcpu(vcpu->kvm, (int)target) == null))
                    ret = unsigned(H_PARAMETER);
            }
            break;
        case H_REGISTER_VPA:
            ret = do_h_register_vpa(vcpu, kvmppc_get_gpr(vcpu, 4),
                                    kvmppc_get_gpr(vcpu, 5),
                                    kvmppc_get_gpr(vcpu, 6));
            break;
        default:
            return RESUME_HOST;
        }
        kvmppc_set_gpr(vcpu, 3, ret);
        vcpu->arch.hcall_needed = 0;
        return RESUME_GUEST;
    }

    /// <summary>Looks at what ended the guest's run on this vcpu.</summary>
    /// <returns>RESUME_GUEST if it can go on; RESUME_HOST for user space, which finds the reason in <paramref name="run"/>.</returns>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 275)]
    internal static int kvmppc_handle_exit(kvm_run* run, kvm_vcpu* vcpu,
                                           task_struct* tsk)
    {
        int r = RESUME_HOST;

        vcpu->stat.sum_exits++;

        run->exit_reason = KVM_EXIT_UNKNOWN;
        run->ready_for_interrupt_injection = 1;
        switch (vcpu->arch.trap) {
        // The host only wanted the processor
        case BOOK3S_INTERRUPT_HV_DECREMENTER:
            vcpu->stat.dec_exits++;
            r = RESUME_GUEST;
            break;
        case BOOK3S_INTERRUPT_EXTERNAL:
            vcpu->stat.ext_intr_exits++;
            r = RESUME_GUEST;
            break;
        case BOOK3S_INTERRUPT_PERFMON:
            r = RESUME_GUEST;
            break;
        case BOOK3S_INTERRUPT_PROGRAM:
        {
            ulong flags;
            // The guest's own affair; firmware may turn an emulation interrupt into one that comes here
            flags = vcpu->arch.shregs.msr & 0x1f0000UL;
            kvmppc_core_queue_program(vcpu, flags);
            r = RESUME_GUEST;
            break;
        }
        case BOOK3S_INTERRUPT_SYSCALL:
        {
            // A hypercall that real mode has left to others
            int i;

            if ((vcpu->arch.shregs.msr & MSR_PR) != 0) {
                // sc 1 in problem state is a system call of the guest's
                kvmppc_book3s_queue_irqprio(vcpu, BOOK3S_INTERRUPT_SYSCALL);
                r = RESUME_GUEST;
                break;
            }
            run->papr_hcall.nr = kvmppc_get_gpr(vcpu, 3);
            for (i = 0; i < 9; ++i)
                run->papr_hcall.args[i] = kvmppc_get_gpr(vcpu, 4 + i);
            run->exit_reason = KVM_EXIT_PAPR_HCALL;
            vcpu->arch.hcall_needed = 1;
            r = RESUME_HOST;
            break;
        }
        // Real mode accesses that the VRMA does not translate: they come here because LPCR[VPM0] is set,
        // and the guest gets them as it would without.
        case BOOK3S_INTERRUPT_H_DATA_STORAGE:
            vcpu->arch.shregs.dsisr = vcpu->arch.fault_dsisr;
            vcpu->arch.shregs.dar = vcpu->arch.fault_dar;
            kvmppc_inject_interrupt(vcpu, BOOK3S_INTERRUPT_DATA_STORAGE, 0);
            r = RESUME_GUEST;
            break;
        case BOOK3S_INTERRUPT_H_INST_STORAGE:
            kvmppc_inject_interrupt(vcpu, BOOK3S_INTERRUPT_INST_STORAGE,
                                    0x08000000);
            r = RESUME_GUEST;
            break;
        // An instruction that does not exist: nothing is emulated
        case BOOK3S_INTERRUPT_H_EMUL_ASSIST:
            kvmppc_core_queue_program(vcpu, 0x80000);
            r = RESUME_GUEST;
            break;
        default:
            kvmppc_dump_regs(vcpu);
            printk(KERN_EMERG, $"trap=0x{vcpu->arch.trap:x} | pc=0x{kvmppc_get_pc(vcpu):x} | msr=0x{vcpu->arch.shregs.msr:x}\n");
            r = RESUME_HOST;
            if (corrected(E39)) {                       // PORT: E39: as written a guest's interrupt takes the host down
                run->hardware_exit_reason = (ulong)vcpu->arch.trap;
                break;
            }
            BUG("an interrupt that KVM does not know");
            break;
        }

        return r;
    }

    /// <summary>KVM_GET_SREGS: the processor version and the SLB.</summary>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 368)]
    internal static int kvm_arch_vcpu_ioctl_get_sregs(kvm_vcpu* vcpu,
                                                      kvm_sregs* sregs)
    {
        int i;

        if (!corrected(E11))
            sregs->pvr = vcpu->arch.pvr;

        memset(sregs, 0, (ulong)sizeof(kvm_sregs));
        if (corrected(E11))                             // PORT: E11: as written it is cleared together with the rest
            sregs->pvr = vcpu->arch.pvr;
        for (i = 0; i < vcpu->arch.slb_max; i++) {
            sregs->slb[i].slbe = vcpu->arch.slb[i].orige;
            sregs->slb[i].slbv = vcpu->arch.slb[i].origv;
        }

        return 0;
    }

    /// <summary>KVM_SET_SREGS: valid entries go into the SLB without gaps.</summary>
    /// <returns>0; -EINVAL for another processor version than the host's.</returns>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 384)]
    internal static int kvm_arch_vcpu_ioctl_set_sregs(kvm_vcpu* vcpu,
                                                      kvm_sregs* sregs)
    {
        int i, j;

        if (corrected(E46) && sregs->pvr != vcpu->arch.pvr)
            return -EINVAL;                             // PORT: E46: as written the vcpu claims to be what no guest will see
        kvmppc_set_pvr(vcpu, sregs->pvr);

        j = 0;
        for (i = 0; i < vcpu->arch.slb_nr; i++) {
            if ((sregs->slb[i].slbe & SLB_ESID_V) != 0) {
                vcpu->arch.slb[j].orige = sregs->slb[i].slbe;
                vcpu->arch.slb[j].origv = sregs->slb[i].slbv;
                ++j;
            }
        }
        vcpu->arch.slb_max = j;

        return 0;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 404)]
    internal static int kvmppc_core_check_processor_compat()
    {
        if (cpu_has_feature(CPU_FTR_HVMODE))
            return 0;
        return -EIO;
    }

    /// <summary>Creates a vcpu, and the virtual core that it is a thread of if it is the first one there.</summary>
    /// <returns>The vcpu, or an error in a pointer.</returns>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 411)]
    internal static kvm_vcpu* kvmppc_core_vcpu_create(kvm* kvm, uint id)
    {
        kvm_vcpu* vcpu;
        int err = -EINVAL;
        int core;
        kvmppc_vcore* vcore;

        core = (int)(id / (uint)threads_per_core);
        if (core >= KVM_MAX_VCORES || (corrected(E31) && core < 0))
            goto @out;                                  // PORT: E31: as written a number above 2^31 comes out negative and passes

        err = -ENOMEM;
        vcpu = (kvm_vcpu*)kzalloc((ulong)sizeof(kvm_vcpu), GFP_KERNEL);
        if (vcpu == null)
            goto @out;

        err = kvm_vcpu_init(vcpu, kvm, id);
        if (err != 0)
            goto free_vcpu;

        vcpu->arch.shared = &vcpu->arch.shregs;
        vcpu->arch.last_cpu = unchecked((ushort)-1);
        vcpu->arch.mmcr[0] = MMCR0_FC;
        vcpu->arch.ctrl = CTRL_RUNLATCH;
        // the guest sees the host's processor
        vcpu->arch.pvr = (uint)mfspr(SPRN_PVR);
        kvmppc_set_pvr(vcpu, vcpu->arch.pvr);

        kvmppc_mmu_book3s_hv_init(vcpu);

        // stopped, until user space first runs it
        vcpu->arch.state = KVMPPC_VCPU_STOPPED;

        init_waitqueue_head(&vcpu->arch.cpu_run);
        spin_lock_init(&vcpu->arch.vpa_update_lock);    // PORT: E35

        mutex_lock(&kvm->@lock);
        vcore = kvm->arch.vcores[core];
        if (vcore == null) {
            vcore = (kvmppc_vcore*)kzalloc((ulong)sizeof(kvmppc_vcore), GFP_KERNEL);
            if (vcore != null) {
                INIT_LIST_HEAD(&vcore->runnable_threads);
                spin_lock_init(&vcore->@lock);
                init_waitqueue_head(&vcore->wq);
            }
            kvm->arch.vcores[core] = vcore;
            if (vcore != null)                          // PORT: E38
                WRITE_ONCE(&kvm->arch.online_vcores, kvm->arch.online_vcores + 1);      // PORT: E38
        }
        mutex_unlock(&kvm->@lock);

        if (vcore == null) {
            if (corrected(E21)) {                       // PORT: E21: as written err is 0 here, and the run page is forgotten
                err = -ENOMEM;
                kvm_vcpu_uninit(vcpu);
            }
            goto free_vcpu;
        }

        spin_lock(&vcore->@lock);
        ++vcore->num_threads;
        spin_unlock(&vcore->@lock);
        vcpu->arch.vcore = vcore;

        vcpu->arch.cpu_type = KVM_CPU_3S_64;
        kvmppc_sanity_check(vcpu);

        return vcpu;

    free_vcpu:
        kfree(vcpu);
    @out:
        return (kvm_vcpu*)ERR_PTR(err);
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 480)]
    internal static void kvmppc_core_vcpu_free(kvm_vcpu* vcpu)
    {
        void* va;                                       // PORT: a shared word is read once

        if ((va = READ_ONCE(&vcpu->arch.dtl)) != null)
            kvmppc_unpin_guest_page(vcpu->kvm, va);
        if ((va = READ_ONCE(&vcpu->arch.slb_shadow)) != null)
            kvmppc_unpin_guest_page(vcpu->kvm, va);
        if ((va = READ_ONCE(&vcpu->arch.vpa)) != null)
            kvmppc_unpin_guest_page(vcpu->kvm, va);
        kvm_vcpu_uninit(vcpu);
        kfree(vcpu);
    }

    /// <summary>Wakes a ceded vcpu when its decrementer runs down, if that has not happened yet.</summary>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 492)]
    private static void kvmppc_set_timer(kvm_vcpu* vcpu)
    {
        ulong dec_nsec, now;

        now = get_tb();
        if (now > vcpu->arch.dec_expires) {
            // it has run down already
            kvmppc_core_queue_dec(vcpu);
            kvmppc_core_prepare_to_enter(vcpu);
            return;
        }
        dec_nsec = (vcpu->arch.dec_expires - now) * NSEC_PER_SEC
                   / tb_ticks_per_sec;
        hrtimer_start(&vcpu->arch.dec_timer, ktime_set(0, dec_nsec),
                      HRTIMER_MODE_REL);
        vcpu->arch.timer_running = true;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 510)]
    private static void kvmppc_end_cede(kvm_vcpu* vcpu)
    {
        WRITE_ONCE(&vcpu->arch.ceded, 0);
        if (vcpu->arch.timer_running) {
            hrtimer_try_to_cancel(&vcpu->arch.dec_timer);
            vcpu->arch.timer_running = false;
        }
    }

    // PORT: E55 is documented only: no guest can tell on which hardware thread of its core a vcpu runs.
    [MustHold("vc->lock", Spins = true)]
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 522)]
    private static void kvmppc_remove_runnable(kvmppc_vcore* vc,
                                               kvm_vcpu* vcpu)
    {
        kvm_vcpu* v;

        if (READ_ONCE(&vcpu->arch.state) != KVMPPC_VCPU_RUNNABLE)
            return;
        WRITE_ONCE(&vcpu->arch.state, KVMPPC_VCPU_BUSY_IN_HOST);
        --vc->n_runnable;
        ++vc->n_busy;
        // Those behind it move up to the hardware thread before theirs
        v = vcpu;
        for (; list_for_each_entry_continue(ref v, &vc->runnable_threads);)
            --v->arch.ptid;
        list_del(&vcpu->arch.run_list);
    }

    /// <summary>Gives a hardware thread of the core its vcpu, and wakes it unless it is the one that this code runs on.</summary>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 539)]
    private static void kvmppc_start_thread(kvm_vcpu* vcpu)
    {
        int cpu;
        paca_struct* tpaca;
        kvmppc_vcore* vc = vcpu->arch.vcore;

        if (vcpu->arch.timer_running) {
            hrtimer_try_to_cancel(&vcpu->arch.dec_timer);
            vcpu->arch.timer_running = false;
        }
        cpu = vc->pcpu + vcpu->arch.ptid;
        tpaca = &paca[cpu];
        WRITE_ONCE(&tpaca->kvm_hstate.kvm_vcpu, vcpu);
        WRITE_ONCE(&tpaca->kvm_hstate.kvm_vcore, vc);
        WRITE_ONCE(&tpaca->kvm_hstate.napping, 0);
        WRITE_ONCE(&vcpu->cpu, vc->pcpu);
        smp_wmb();
        if (vcpu->arch.ptid != 0) {
            WRITE_ONCE(&tpaca->cpu_start, 0x80);
            wmb();
            xics_wake_cpu(cpu);
            ++vc->n_woken;
        }
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 566)]
    private static void kvmppc_wait_for_nap(kvmppc_vcore* vc)
    {
        int i;
        int nap_count;                                  // PORT: what is reported is what was tested

        HMT_low();
        i = 0;
        while ((nap_count = READ_ONCE(&vc->nap_count)) < vc->n_woken) {
            if (++i >= 1000000) {
                pr_err($"kvmppc_wait_for_nap timeout {nap_count} {vc->n_woken}\n");
                break;
            }
            cpu_relax();
            HMT_low();                                  // PORT: the thread that is waited for may need this very processor
        }
        HMT_medium();
    }

    /// <summary>Whether this is the first hardware thread of its core, and the only one that runs tasks of the host.</summary>
    // PORT: E57 is documented only: nothing here brings a processor online.
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 587)]
    private static int on_primary_thread()
    {
        int cpu = smp_processor_id();
        int thr = cpu_thread_in_core(cpu);

        if (thr != 0)
            return 0;
        while (++thr < threads_per_core)
            if (cpu_online(cpu + thr))
                return 0;
        return 1;
    }

    /// <summary>Takes the runnable vcpus of a virtual core into the guest, each on a hardware thread of this core, and looks after what comes out.</summary>
    /// <returns>0 if there was nothing to run or a signal for one of them, otherwise 1.</returns>
    [MustHold("vc->lock", Spins = true)]
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 604)]
    private static int kvmppc_run_core(kvmppc_vcore* vc)
    {
        kvm_vcpu* vcpu;
        kvm_vcpu* vcpu0;
        kvm_vcpu* vnext;
        ulong now;                                      // PORT: E40: the C's ret is in kvmppc_look_after_exits
        int ptid;
        int srcu_idx = 0;                               // PORT: E19

        // Not while one of them has a signal
        for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);)
            if (signal_pending(vcpu->arch.run_task))
                return 0;

        if (corrected(E35))                             // PORT: E35: as written there is nothing to install
            kvmppc_update_vpas_of_core(vc);

        // The host must leave the other hardware threads alone
        if (threads_per_core > 1 && on_primary_thread() == 0) {
            for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);)
                vcpu->arch.ret = -EBUSY;
            goto @out;
        }

        // Hardware threads: first for those that have something to do,
        // then for those that have ceded
        ptid = 0;
        vcpu0 = null;
        for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);) {
            if (READ_ONCE(&vcpu->arch.ceded) == 0) {
                if (ptid == 0)
                    vcpu0 = vcpu;
                vcpu->arch.ptid = ptid++;
            }
        }
        if (vcpu0 == null)
            return 0;           // nobody has anything to do
        for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);)
            if (READ_ONCE(&vcpu->arch.ceded) != 0)
                vcpu->arch.ptid = ptid++;

        // PORT: E19: the slots that real mode looks at stay until all threads have left it. E05, E41: so does whatever else is taken away
        // from a running machine (kvmppc_wait_for_vcpus).
        WRITE_ONCE(&vcpu0->cpu, smp_processor_id());    // PORT: E05, E41: who waits for a reader finds its processor
        smp_mb();                                       // PORT: E05, E41
        if (corrected(E19))
            srcu_idx = srcu_read_lock(&vcpu0->kvm->srcu);
        // PORT: E05: the real mode area went with its slot; until there is another, the guest has none that it might be given
        if (corrected(E05) && READ_ONCE(&vcpu0->kvm->arch.rma_setup_done) == 0) {
            if (corrected(E19))
                srcu_read_unlock(&vcpu0->kvm->srcu, srcu_idx);
            for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);)
                vcpu->arch.ret = -EAGAIN;
            goto @out;
        }

        vc->n_woken = 0;
        WRITE_ONCE(&vc->nap_count, 0);
        WRITE_ONCE(&vc->entry_exit_count, 0);
        WRITE_ONCE(&vc->vcore_state, VCORE_RUNNING);
        WRITE_ONCE(&vc->in_guest, 0);
        vc->pcpu = (ushort)smp_processor_id();
        WRITE_ONCE(&vc->napping_threads, 0);
        for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);)
            kvmppc_start_thread(vcpu);

        preempt_disable();
        spin_unlock(&vc->@lock);

        kvm_guest_enter();
        __kvmppc_vcore_entry(null, vcpu0);

        spin_lock(&vc->@lock);
        // from here on nobody interrupts the processor on behalf of these
        for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);)
            WRITE_ONCE(&vcpu->cpu, -1);
        // the other hardware threads may still be writing their vcpus' state
        while (READ_ONCE(&vc->nap_count) < vc->n_woken) {       // PORT: E51: an if in the C
            kvmppc_wait_for_nap(vc);
            if (!corrected(E51) || !corrected(E50))     // PORT: E51: as written this one goes on after a while. E50: as written one may never nap
                break;
        }
        // and none is to be started any more
        WRITE_ONCE(&vc->vcore_state, VCORE_EXITING);
        spin_unlock(&vc->@lock);

        if (corrected(E19))
            srcu_read_unlock(&vcpu0->kvm->srcu, srcu_idx);

        // what they wrote is seen from here on
        smp_mb();
        kvm_guest_exit();

        preempt_enable();
        kvm_resched(vcpu);                              // the list's head, taken for a vcpu; not looked at

        now = get_tb();
        if (corrected(E40)) {                           // PORT: E40: as written a vcpu may leave the list meanwhile
            spin_lock(&vc->@lock);
            kvmppc_look_after_exits(vc, now);
        } else {
            kvmppc_look_after_exits(vc, now);
            spin_lock(&vc->@lock);
        }
    @out:
        WRITE_ONCE(&vc->vcore_state, VCORE_INACTIVE);
        for (vcpu = vnext = null; list_for_each_entry_safe(ref vcpu, ref vnext, &vc->runnable_threads);) {
            if (vcpu->arch.ret != RESUME_GUEST) {
                kvmppc_remove_runnable(vc, vcpu);
                wake_up(&vcpu->arch.cpu_run);
            }
        }

        return 1;
    }

    // PORT: E35: installs the areas that were requested for the core's vcpus. The core's lock is released meanwhile, since pinning may sleep;
    // its state keeps others from starting it.
    [MightSleep, MustHold("vc->lock", Spins = true)]
    private static void kvmppc_update_vpas_of_core(kvmppc_vcore* vc)
    {
        kvm_vcpu* vcpu;
        kvm_vcpu** to_update = stackalloc kvm_vcpu*[MAX_THREADS];
        int i, n = 0;

        for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);)
            if (vpa_update_pending(vcpu) && n < MAX_THREADS)
                to_update[n++] = vcpu;
        if (n == 0)
            return;

        WRITE_ONCE(&vc->vcore_state, VCORE_STARTING);
        spin_unlock(&vc->@lock);
        for (i = 0; i < n; i++)
            kvmppc_update_vpas(to_update[i]);
        spin_lock(&vc->@lock);
        WRITE_ONCE(&vc->vcore_state, VCORE_INACTIVE);
    }

    // PORT: E40: the C's loop, in a function of its own because it runs with the core's lock or without it.
    private static void kvmppc_look_after_exits(kvmppc_vcore* vc, ulong now)
    {
        kvm_vcpu* vcpu;
        long ret;

        for (vcpu = null; list_for_each_entry(ref vcpu, &vc->runnable_threads);) {
            // a decrementer that was set anew interrupts no more
            if (now < vcpu->arch.dec_expires &&
                kvmppc_core_pending_dec(vcpu) != 0)
                kvmppc_core_dequeue_dec(vcpu);

            ret = RESUME_GUEST;
            if (vcpu->arch.trap != 0)
                ret = kvmppc_handle_exit(vcpu->arch.kvm_run, vcpu,
                                         vcpu->arch.run_task);

            vcpu->arch.ret = (int)ret;
            vcpu->arch.trap = 0;

            if (READ_ONCE(&vcpu->arch.ceded) != 0) {
                if (ret != RESUME_GUEST)
                    kvmppc_end_cede(vcpu);
                else
                    kvmppc_set_timer(vcpu);
            }
        }
    }

    /// <summary>Sleeps while another task runs this vcpu, until the host has something to do for it.</summary>
    [MightSleep]
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 722)]
    private static void kvmppc_wait_for_exec(kvm_vcpu* vcpu, int wait_state)
    {
        wait_queue_t wait;                              // PORT: inside DEFINE_WAIT in C
        DEFINE_WAIT(&wait);

        prepare_to_wait(&vcpu->arch.cpu_run, &wait, wait_state);
        if (READ_ONCE(&vcpu->arch.state) == KVMPPC_VCPU_RUNNABLE &&
            !(corrected(E32) && READ_ONCE(&vcpu->arch.vcore->vcore_state) == VCORE_INACTIVE))   // PORT: E32: it may have become this one's turn
            schedule();
        finish_wait(&vcpu->arch.cpu_run, &wait);
    }

    /// <summary>Sleeps until one of the core's vcpus, all of which have ceded, has an interrupt.</summary>
    [MustHold("vc->lock", Spins = true)]
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 736)]
    private static void kvmppc_vcore_blocked(kvmppc_vcore* vc)
    {
        wait_queue_t wait;                              // PORT: inside DEFINE_WAIT in C
        DEFINE_WAIT(&wait);
        bool all_idle;                                  // PORT: E40: the C's v is in kvmppc_all_idle

        prepare_to_wait(&vc->wq, &wait, TASK_INTERRUPTIBLE);
        WRITE_ONCE(&vc->vcore_state, VCORE_SLEEPING);
        if (corrected(E40)) {                           // PORT: E40: as written a vcpu may leave the list meanwhile
            all_idle = kvmppc_all_idle(vc);
            spin_unlock(&vc->@lock);
        } else {
            spin_unlock(&vc->@lock);
            all_idle = kvmppc_all_idle(vc);
        }
        if (all_idle)
            schedule();
        finish_wait(&vc->wq, &wait);
        spin_lock(&vc->@lock);
        WRITE_ONCE(&vc->vcore_state, VCORE_INACTIVE);
    }

    // PORT: E40: the C's loop, in a function of its own because it runs with the core's lock or without it.
    private static bool kvmppc_all_idle(kvmppc_vcore* vc)
    {
        kvm_vcpu* v;

        for (v = null; list_for_each_entry(ref v, &vc->runnable_threads);) {
            if (READ_ONCE(&v->arch.ceded) == 0 || READ_ONCE(&v->arch.pending_exceptions) != 0 ||
                (corrected(E09) && READ_ONCE(&v->arch.prodded) != 0))
                return false;
        }
        return true;
    }

    /// <summary>Runs a vcpu: as the task that runs its whole core, or by waiting for another that does.</summary>
    /// <returns>RESUME_HOST, RESUME_GUEST, -EINTR or -EBUSY.</returns>
    [MightSleep]
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 758)]
    private static int kvmppc_run_vcpu(kvm_run* kvm_run, kvm_vcpu* vcpu)
    {
        int n_ceded;
        int prev_state;
        kvmppc_vcore* vc;
        kvm_vcpu* v;
        kvm_vcpu* vn;

        kvm_run->exit_reason = 0;
        vcpu->arch.ret = RESUME_GUEST;
        vcpu->arch.trap = 0;
        if (corrected(E35))                             // PORT: E35: it may get on a core that is running already
            kvmppc_update_vpas(vcpu);

        // Join the others of the virtual core
        vc = vcpu->arch.vcore;
        spin_lock(&vc->@lock);
        WRITE_ONCE(&vcpu->arch.ceded, 0);
        vcpu->arch.run_task = current;
        vcpu->arch.kvm_run = kvm_run;
        prev_state = READ_ONCE(&vcpu->arch.state);
        WRITE_ONCE(&vcpu->arch.state, KVMPPC_VCPU_RUNNABLE);
        list_add_tail(&vcpu->arch.run_list, &vc->runnable_threads);
        ++vc->n_runnable;

        // A vcpu that runs for the first time may still get
        // on a core that is running already.
        if (prev_state == KVMPPC_VCPU_BUSY_IN_HOST)     // PORT: E32: in the C this is the else of what follows
            --vc->n_busy;
        if (prev_state == KVMPPC_VCPU_STOPPED || corrected(E32)) {      // PORT: E32: as written one that comes back from user space waits
            if (vc->vcore_state == VCORE_RUNNING &&
                VCORE_EXIT_COUNT(vc) == 0) {
                vcpu->arch.ptid = vc->n_runnable - 1;
                kvmppc_start_thread(vcpu);
            } else if (vc->vcore_state == VCORE_SLEEPING && corrected(E32))
                wake_up(&vc->wq);
        }

        while (READ_ONCE(&vcpu->arch.state) == KVMPPC_VCPU_RUNNABLE &&
               !signal_pending(current)) {
            // PORT: E32: as written the core stands still while one of its vcpus is in user space
            if ((vc->n_busy != 0 && !corrected(E32)) || vc->vcore_state != VCORE_INACTIVE) {
                spin_unlock(&vc->@lock);
                kvmppc_wait_for_exec(vcpu, TASK_INTERRUPTIBLE);
                spin_lock(&vc->@lock);
                continue;
            }
            n_ceded = 0;
            for (v = null; list_for_each_entry(ref v, &vc->runnable_threads);)
                n_ceded += READ_ONCE(&v->arch.ceded);
            if (n_ceded == vc->n_runnable)
                kvmppc_vcore_blocked(vc);
            else
                kvmppc_run_core(vc);

            for (v = vn = null; list_for_each_entry_safe(ref v, ref vn, &vc->runnable_threads);) {
                kvmppc_core_prepare_to_enter(v);
                if (corrected(E09))                     // PORT: E09: as written a prod ends no wait
                    kvmppc_end_prodded_cede(v);
                if (signal_pending(v->arch.run_task)) {
                    kvmppc_remove_runnable(vc, v);
                    v->stat.signal_exits++;
                    v->arch.kvm_run->exit_reason = KVM_EXIT_INTR;
                    v->arch.ret = -EINTR;
                    wake_up(&v->arch.cpu_run);
                }
            }
        }

        if (signal_pending(current)) {
            // PORT: E40: as written it waits once, and leaves the list even if something else woke it while it is in the guest
            do {
                if (vc->vcore_state != VCORE_RUNNING &&
                    vc->vcore_state != VCORE_EXITING)
                    break;
                spin_unlock(&vc->@lock);
                kvmppc_wait_for_exec(vcpu, TASK_UNINTERRUPTIBLE);
                spin_lock(&vc->@lock);
            } while (corrected(E40) && READ_ONCE(&vcpu->arch.state) == KVMPPC_VCPU_RUNNABLE);
            if (READ_ONCE(&vcpu->arch.state) == KVMPPC_VCPU_RUNNABLE) {
                kvmppc_remove_runnable(vc, vcpu);
                vcpu->stat.signal_exits++;
                kvm_run->exit_reason = KVM_EXIT_INTR;
                vcpu->arch.ret = -EINTR;
            }
        }

        // PORT: E32: the core stands still no more, so somebody else has to run it
        if (corrected(E32) && vc->n_runnable != 0 && vc->vcore_state == VCORE_INACTIVE) {
            v = list_first_entry(&vc->runnable_threads);
            wake_up(&v->arch.cpu_run);
        }

        spin_unlock(&vc->@lock);
        return vcpu->arch.ret;
    }

    // PORT: E09: what kvmppc_h_cede does with a prod that comes before it, for one that comes after
    private static void kvmppc_end_prodded_cede(kvm_vcpu* vcpu)
    {
        if (READ_ONCE(&vcpu->arch.ceded) == 0 || READ_ONCE(&vcpu->arch.prodded) == 0)
            return;
        WRITE_ONCE(&vcpu->arch.prodded, 0);
        smp_mb();
        kvmppc_end_cede(vcpu);
    }

    /// <summary>KVM_RUN: sets up the real mode area the first time, then runs the guest until user space is needed.</summary>
    /// <returns>RESUME_HOST with a reason in <paramref name="run"/>; -EINVAL, -EINTR, -EPERM or -EBUSY.</returns>
    [MightSleep]
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 845)]
    internal static int kvmppc_vcpu_run(kvm_run* run, kvm_vcpu* vcpu)
    {
        int r;
        int srcu_idx = 0;                               // PORT: E19

        if (vcpu->arch.sane == 0) {
            run->exit_reason = KVM_EXIT_INTERNAL_ERROR;
            return -EINVAL;
        }

        kvmppc_core_prepare_to_enter(vcpu);

        // Why go in, only to come out again?
        if (signal_pending(current)) {
            run->exit_reason = KVM_EXIT_INTR;
            return -EINTR;
        }

    setup:                                              // PORT: E05
        // The first vcpu that comes here sets up VRMA or RMA
        if (READ_ONCE(&vcpu->kvm->arch.rma_setup_done) == 0) {
            if (corrected(E19))
                srcu_idx = srcu_read_lock(&vcpu->kvm->srcu);
            r = kvmppc_hv_setup_rma(vcpu);
            if (corrected(E19))
                srcu_read_unlock(&vcpu->kvm->srcu, srcu_idx);
            if (r != 0)
                return r;
        }
        if (corrected(E18))                             // PORT: E18: as written nothing keeps later reads behind that of the flag
            smp_rmb();

        flush_fp_to_thread(current);
        flush_altivec_to_thread(current);
        flush_vsx_to_thread(current);
        vcpu->arch.wqp = &vcpu->arch.vcore->wq;

        do {
            r = kvmppc_run_vcpu(run, vcpu);

            if (run->exit_reason == KVM_EXIT_PAPR_HCALL &&
                (vcpu->arch.shregs.msr & MSR_PR) == 0) {
                if (corrected(E19))                     // PORT: E19: as written a slot may go while it is looked at
                    srcu_idx = srcu_read_lock(&vcpu->kvm->srcu);
                r = kvmppc_pseries_do_hcall(vcpu);
                if (corrected(E19))
                    srcu_read_unlock(&vcpu->kvm->srcu, srcu_idx);
                kvmppc_core_prepare_to_enter(vcpu);
            }
        } while (r == RESUME_GUEST);
        if (r == -EAGAIN)                               // PORT: E05: the real mode area went with its slot
            goto setup;
        return r;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 886)]
    private static long kvmppc_stt_npages(ulong window_size)
    {
        return (long)(ALIGN((window_size >> SPAPR_TCE_SHIFT)
                            * sizeof(ulong), PAGE_SIZE) / PAGE_SIZE);
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 892)]
    private static void release_spapr_tce_table(kvmppc_spapr_tce_table* stt)
    {
        kvm* kvm = stt->kvm;
        int i;

        mutex_lock(&kvm->@lock);
        if (corrected(E41)) {                           // PORT: E41: as written it is freed while H_PUT_TCE may be at it
            list_del_rcu(&stt->list);
            mutex_unlock(&kvm->@lock);
            kvmppc_wait_for_vcpus(kvm);
            mutex_lock(&kvm->@lock);
        } else {
            list_del(&stt->list);
        }
        for (i = 0; i < kvmppc_stt_npages(stt->window_size); i++)
            __free_page(stt->pages[i]);
        kfree(stt);
        mutex_unlock(&kvm->@lock);

        kvm_put_kvm(kvm);
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 907)]
    private static int kvm_spapr_tce_fault(vm_area_struct* vma, vm_fault* vmf)
    {
        kvmppc_spapr_tce_table* stt = (kvmppc_spapr_tce_table*)vma->vm_file->private_data;
        page* page;

        if (vmf->pgoff >= (ulong)kvmppc_stt_npages(stt->window_size))
            return VM_FAULT_SIGBUS;

        page = stt->pages[vmf->pgoff];
        get_page(page);
        vmf->page = page;
        return 0;
    }

    private static vm_operations_struct* kvm_spapr_tce_vm_ops;

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 925)]
    private static int kvm_spapr_tce_mmap(@file* file, vm_area_struct* vma)
    {
        vma->vm_ops = kvm_spapr_tce_vm_ops;
        return 0;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 931)]
    private static int kvm_spapr_tce_release(inode* inode, @file* filp)
    {
        kvmppc_spapr_tce_table* stt = (kvmppc_spapr_tce_table*)filp->private_data;

        release_spapr_tce_table(stt);
        return 0;
    }

    private static file_operations* kvm_spapr_tce_fops;

    /// <summary>KVM_CREATE_SPAPR_TCE: makes a table of I/O translations that H_PUT_TCE fills.</summary>
    /// <returns>A file descriptor through which it is mapped; -EBUSY for a bus that has one; -ENOMEM; -EINVAL (E22).</returns>
    // PORT: E56 is documented only: no process here has a limit on locked memory. E71 too: nor does one execute another program.
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 944)]
    internal static long kvm_vm_ioctl_create_spapr_tce(kvm* kvm,
                                                       kvm_create_spapr_tce* args)
    {
        kvmppc_spapr_tce_table* stt = null;
        long npages;
        int ret = -ENOMEM;
        int i;

        // PORT: E22: as written a window may end inside the span of a page, and H_PUT_TCE then looks for one more
        if (corrected(E22) && (args->window_size == 0 || (args->window_size & ((1u << SPAPR_TCE_SHIFT) - 1)) != 0))
            return -EINVAL;

        // One table for each bus
        for (stt = null; !corrected(E22) && list_for_each_entry(ref stt, &kvm->arch.spapr_tce_tables);) {       // PORT: E22: asked below, under the lock
            if (stt->liobn == args->liobn)
                return -EBUSY;
        }

        npages = kvmppc_stt_npages(args->window_size);

        stt = (kvmppc_spapr_tce_table*)kzalloc((ulong)sizeof(kvmppc_spapr_tce_table) + (ulong)npages * (ulong)sizeof(page*),
                                               GFP_KERNEL, "struct kvmppc_spapr_tce_table");
        if (stt == null)
            goto fail;

        stt->liobn = args->liobn;
        stt->window_size = args->window_size;
        stt->kvm = kvm;

        for (i = 0; i < npages; i++) {
            stt->pages[i] = alloc_page(GFP_KERNEL | __GFP_ZERO);
            if (stt->pages[i] == null)
                goto fail;
        }

        kvm_get_kvm(kvm);

        mutex_lock(&kvm->@lock);
        if (corrected(E22) && spapr_tce_table_of(kvm, args->liobn) != null) {   // PORT: E22: as written another caller may have been faster
            mutex_unlock(&kvm->@lock);
            kvm_put_kvm(kvm);
            ret = -EBUSY;
            goto fail;
        }
        list_add(&stt->list, &kvm->arch.spapr_tce_tables);

        mutex_unlock(&kvm->@lock);

        ret = anon_inode_getfd("kvm-spapr-tce", kvm_spapr_tce_fops,
                               stt, O_RDWR);
        if (ret < 0 && corrected(E22))                  // PORT: E22: as written a table that nobody can release stays in the list
            release_spapr_tce_table(stt);
        return ret;                                     // PORT: E22: in the C the call above is what is returned

    fail:
        if (stt != null) {
            for (i = 0; i < npages; i++)
                if (stt->pages[i] != null)
                    __free_page(stt->pages[i]);

            kfree(stt);
        }
        return ret;
    }

    // PORT: E22: the test for a duplicate once more
    private static kvmppc_spapr_tce_table* spapr_tce_table_of(kvm* kvm, ulong liobn)
    {
        kvmppc_spapr_tce_table* stt;

        for (stt = null; list_for_each_entry(ref stt, &kvm->arch.spapr_tce_tables);) {
            if (stt->liobn == liobn)
                return stt;
        }
        return null;
    }

    /// <summary>The real mode limit selector for an area of the size given, on either processor.</summary>
    /// <param name="rma_size">Bytes.</param>
    /// <returns>The selector, or -1 for a size that the processor does not know.</returns>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 998)]
    internal static int lpcr_rmls(ulong rma_size)
    {
        switch (rma_size) {
        case 32ul << 20:        // 32 MB
            if (cpu_has_feature(CPU_FTR_ARCH_206))
                return 8;       // not on PPC970
            return -1;
        case 64ul << 20:        // 64 MB
            return 3;
        case 128ul << 20:       // 128 MB
            return 7;
        case 256ul << 20:       // 256 MB
            return 4;
        case 1ul << 30:         // 1 GB
            return 2;
        case 16ul << 30:        // 16 GB
            return 1;
        case 256ul << 30:       // 256 GB
            return 0;
        default:
            return -1;
        }
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1022)]
    private static int kvm_rma_fault(vm_area_struct* vma, vm_fault* vmf)
    {
        kvmppc_rma_info* ri = (kvmppc_rma_info*)vma->vm_file->private_data;
        page* page;

        if (vmf->pgoff >= ri->npages)
            return VM_FAULT_SIGBUS;

        page = pfn_to_page(ri->base_pfn + vmf->pgoff);
        get_page(page);
        vmf->page = page;
        return 0;
    }

    private static vm_operations_struct* kvm_rma_vm_ops;

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1040)]
    private static int kvm_rma_mmap(@file* file, vm_area_struct* vma)
    {
        vma->vm_flags |= vm_area_struct.VM_RESERVED;
        vma->vm_ops = kvm_rma_vm_ops;
        return 0;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1047)]
    private static int kvm_rma_release(inode* inode, @file* filp)
    {
        kvmppc_rma_info* ri = (kvmppc_rma_info*)filp->private_data;

        kvm_release_rma(ri);
        return 0;
    }

    private static file_operations* kvm_rma_fops;

    /// <summary>KVM_ALLOCATE_RMA: takes a real mode area from the pool.</summary>
    /// <returns>A file descriptor through which it is mapped, or a negative error.</returns>
    // PORT: E71 is documented only, see kvm_vm_ioctl_create_spapr_tce.
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1060)]
    internal static long kvm_vm_ioctl_allocate_rma(kvm* kvm, kvm_allocate_rma* ret)
    {
        kvmppc_rma_info* ri;
        long fd;

        ri = kvm_alloc_rma();
        if (ri == null)
            return -ENOMEM;

        fd = anon_inode_getfd("kvm-rma", kvm_rma_fops, ri, O_RDWR);
        if (fd < 0) {
            kvm_release_rma(ri);
            if (corrected(E23))                         // PORT: E23: as written the area is read after it was given up
                return fd;
        }

        ret->rma_size = ri->npages << PAGE_SHIFT;
        return fd;
    }

    /// <summary>Checks a memory region and gives its slot an array for the pages that will be pinned. Touches no page.</summary>
    /// <returns>0, -EINVAL or -ENOMEM.</returns>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1077)]
    internal static int kvmppc_core_prepare_memory_region(kvm* kvm,
                                                          kvm_userspace_memory_region* mem)
    {
        ulong psize;
        ulong npages;
        vmalloc_ptr<ulong> phys;

        // Slots are made of whole 16 MB pages
        psize = kvm->arch.ram_psize;
        if ((mem->memory_size & (psize - 1)) != 0 ||
            (mem->guest_phys_addr & (psize - 1)) != 0) {
            pr_err($"bad memory_size={mem->memory_size:x} @ {mem->guest_phys_addr:x}\n");
            return -EINVAL;
        }
        if (corrected(E29) && mem->memory_size != 0 &&
            (mem->userspace_addr & (psize - 1)) != 0) { // PORT: E29: otherwise guest pages straddle host pages
            pr_err($"bad userspace_addr={mem->userspace_addr:x}\n");
            return -EINVAL;
        }

        // The array, one word per page
        npages = mem->memory_size >> (int)kvm->arch.ram_porder;
        phys = kvm->arch.slot_phys[(int)mem->slot];
        if (corrected(E04)) {                           // PORT: E04: no array without entries, and none that is too small
            if (npages == 0)
                return 0;
            if (!phys.is_null && npages > (ulong)kvm->arch.slot_npages[mem->slot])
                return grow_slot_phys(kvm, (int)mem->slot, npages);
        }
        if (phys.is_null) {
            phys = vzalloc<ulong>(npages * sizeof(ulong), table(kvm, $"slot_phys[{mem->slot}]"));
            if (phys.is_null)
                return -ENOMEM;
            kvm->arch.slot_phys[(int)mem->slot] = phys;
            kvm->arch.slot_npages[mem->slot] = (int)npages;
        }

        return 0;
    }

    // PORT: E04: a slot that comes back larger gets a larger array, with what the old one held.
    private static int grow_slot_phys(kvm* kvm, int slot_id, ulong npages)
    {
        vmalloc_ptr<ulong> old = kvm->arch.slot_phys[slot_id];
        vmalloc_ptr<ulong> phys = vzalloc<ulong>(npages * sizeof(ulong), table(kvm, $"slot_phys[{slot_id}]"));

        if (phys.is_null)
            return -ENOMEM;
        spin_lock(&kvm->arch.slot_phys_lock);
        for (ulong j = 0; j < (ulong)kvm->arch.slot_npages[slot_id]; j++)
            WRITE_ONCE(ref phys[j], READ_ONCE(ref old[j]));
        kvm->arch.slot_phys[slot_id] = phys;
        kvm->arch.slot_npages[slot_id] = (int)npages;
        spin_unlock(&kvm->arch.slot_phys_lock);
        vfree(old);
        return 0;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1107)]
    private static void unpin_slot(kvm* kvm, int slot_id)
    {
        vmalloc_ptr<ulong> physp;
        ulong j, npages, pfn;
        page* page;

        physp = kvm->arch.slot_phys[slot_id];
        npages = (ulong)kvm->arch.slot_npages[slot_id];
        if (!physp.is_null) {
            spin_lock(&kvm->arch.slot_phys_lock);
            for (j = 0; j < npages; j++) {
                if ((READ_ONCE(ref physp[j]) & KVMPPC_GOT_PAGE) == 0)
                    continue;
                pfn = READ_ONCE(ref physp[j]) >> PAGE_SHIFT;
                page = pfn_to_page(pfn);
                SetPageDirty(page);
                put_page(page);
            }
            kvm->arch.slot_phys[slot_id] = vmalloc_ptr<ulong>.NULL;
            spin_unlock(&kvm->arch.slot_phys_lock);
            vfree(physp);
        }
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1131)]
    internal static void kvmppc_core_commit_memory_region(kvm* kvm,
                                                          kvm_userspace_memory_region* mem)
    {
    }

    // PORT: E05: what the C forgets when a slot goes or moves: its entries in the table and, if it goes, its pins and its array.
    internal static void kvmppc_core_flush_memslot(kvm* kvm, kvm_memory_slot* old, kvm_userspace_memory_region* mem)
    {
        if (old->npages == 0 || (mem->memory_size != 0 && old->base_gfn == mem->guest_phys_addr >> PAGE_SHIFT))
            return;
        // Unlinked: no vcpu finds the slot any more, no entry maps it, and no vcpu enters the guest with its real mode area. Then every vcpu
        // leaves that was inside, with the translations that its core still has. Only then may others get the memory.
        kvmppc_unmap_memslot(kvm, old);
        if (old->base_gfn == 0)
            kvmppc_stop_rma(kvm);
        kvmppc_wait_for_vcpus(kvm);
        if (old->base_gfn == 0)
            kvmppc_reset_rma(kvm, old->id);
        if (mem->memory_size != 0)
            return;
        kvmppc_core_free_memslot(kvm, old->id);
    }

    // PORT: E05: named after what upstream added for it; without a counterpart at the port's commit.
    internal static void kvmppc_core_free_memslot(kvm* kvm, int slot_id)
    {
        unpin_slot(kvm, slot_id);
        kvm->arch.slot_npages[slot_id] = 0;
    }

    // PORT: E05: what was set up over guest address 0 goes with the slot: nobody enters the guest before it is set up anew.
    private static void kvmppc_stop_rma(kvm* kvm)
    {
        mutex_lock(&kvm->@lock);
        WRITE_ONCE(&kvm->arch.rma_setup_done, 0);
        mutex_unlock(&kvm->@lock);
    }

    // PORT: E05: gives the area back. No vcpu runs with it: each has left the guest since kvmppc_stop_rma.
    private static void kvmppc_reset_rma(kvm* kvm, int slot_id)
    {
        vmalloc_ptr<ulong> physp = kvm->arch.slot_phys[slot_id];

        mutex_lock(&kvm->@lock);
        if (kvm->arch.rma != null) {
            // A slot that only moves must not find the area's pages again: they may be another machine's by then
            spin_lock(&kvm->arch.slot_phys_lock);
            for (ulong j = 0; j < (ulong)kvm->arch.slot_npages[slot_id]; j++) {
                if ((READ_ONCE(ref physp[j]) & KVMPPC_GOT_PAGE) == 0)
                    WRITE_ONCE(ref physp[j], 0);
            }
            spin_unlock(&kvm->arch.slot_phys_lock);
            kvm_release_rma(kvm->arch.rma);
            kvm->arch.rma = null;
            if (cpu_has_feature(CPU_FTR_ARCH_201)) {
                kvm->arch.lpcr = READ_ONCE(&kvm->arch.lpcr) & ~((1ul << HID4_RMLS0_SH) | (3ul << HID4_RMLS2_SH) | (0xfffful << HID4_RMOR_SH));
            } else {
                kvm->arch.lpcr = READ_ONCE(&kvm->arch.lpcr) & ~(0xful << LPCR_RMLS_SH);
                kvm->arch.lpcr = READ_ONCE(&kvm->arch.lpcr) | LPCR_VPM0 | LPCR_VRMA_L;
                kvm->arch.rmor = 0;
            }
        }
        mutex_unlock(&kvm->@lock);
    }

    /// <summary>Sets up the real mode area: adopts an RMA that user space has mapped at guest address 0, or maps the VRMA.</summary>
    /// <returns>
    /// 0, also when another vcpu was first; -EINVAL without suitable memory at 0 or for an RMA of a size that the processor does not know;
    /// -EPERM on a PPC970 without RMA.
    /// </returns>
    // PORT: E54 is documented only, see kvmppc_find_vcpu.
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1136)]
    internal static int kvmppc_hv_setup_rma(kvm_vcpu* vcpu)
    {
        int err = 0;
        kvm* kvm = vcpu->kvm;
        kvmppc_rma_info* ri = null;
        ulong hva;
        kvm_memory_slot* memslot;
        vm_area_struct* vma;
        ulong lpcr;
        ulong psize;
        int porder;
        ulong rma_size;
        ulong rmls;
        vmalloc_ptr<ulong> physp;
        ulong i, npages, pa;
        bool is_rma;                                    // PORT: E02

        mutex_lock(&kvm->@lock);
        if (READ_ONCE(&kvm->arch.rma_setup_done) != 0)
            goto @out;          // another vcpu was first

        // Which slot holds guest address 0?
        memslot = gfn_to_memslot(kvm, 0);

        // By now there must be one
        err = -EINVAL;
        if (memslot == null || (memslot->flags & KVM_MEMSLOT_INVALID) != 0)
            goto @out;

        // And something mapped where it begins
        hva = memslot->userspace_addr;
        down_read(&current->mm->mmap_sem);
        vma = find_vma(current->mm, hva);
        if (vma == null || vma->vm_start > hva || (vma->vm_flags & vm_area_struct.VM_IO) != 0)
            goto up_out;

        // PORT: E02: asked before the page size, which is that of small pages then. Does it map a real mode area, from its beginning?
        is_rma = vma->vm_file != null && vma->vm_file->f_op == kvm_rma_fops &&
            hva == vma->vm_start;

        psize = vma_kernel_pagesize(vma);
        if (psize != kvm->arch.ram_psize && !(corrected(E02) && is_rma))    // PORT: E02: an RMA is mapped by small pages
            goto up_out;

        if (is_rma)                                     // PORT: E02
            ri = (kvmppc_rma_info*)vma->vm_file->private_data;
        if (corrected(E05) && ri != null)               // PORT: E05: as written the mapping, and the area with it, may go before it is counted
            atomic_inc(&ri->use_count);

        up_read(&current->mm->mmap_sem);

        if (ri == null) {
            // POWER7 can translate real mode accesses, PPC970 cannot
            err = -EPERM;
            if (cpu_has_feature(CPU_FTR_ARCH_201)) {
                pr_err("KVM: CPU requires an RMO\n");
                goto @out;
            }

            // VRMASD in the LPCR
            lpcr = READ_ONCE(&kvm->arch.lpcr) & ~(0x1fUL << LPCR_VRMASD_SH);
            lpcr |= LPCR_VRMA_L;
            kvm->arch.lpcr = lpcr;

            // and the entries behind it
            if (kvmppc_map_vrma(vcpu, memslot) != H_SUCCESS && corrected(E07)) {
                err = -EINVAL;                          // PORT: E07: as written nobody notices
                goto @out;
            }

        } else {
            // Real mode accesses go to the RMA
            rma_size = ri->npages;
            if (rma_size > memslot->npages)
                rma_size = memslot->npages;
            rma_size <<= PAGE_SHIFT;
            rmls = (ulong)lpcr_rmls(rma_size);
            err = -EINVAL;
            if (corrected(E06) && (long)rmls < 0) {     // PORT: E06: as written an unsigned comparison, never true
                pr_err($"KVM: Can't use RMA of 0x{rma_size:x} bytes\n");
                if (corrected(E05))                     // PORT: E05
                    kvm_release_rma(ri);
                goto @out;
            }
            if (!corrected(E05))                        // PORT: E05
                atomic_inc(&ri->use_count);
            kvm->arch.rma = ri;

            // LPCR and RMOR
            lpcr = READ_ONCE(&kvm->arch.lpcr);
            if (cpu_has_feature(CPU_FTR_ARCH_201)) {
                // on PPC970 the selector lies in two parts of HID4
                lpcr &= ~((1ul << HID4_RMLS0_SH) |
                          (3ul << HID4_RMLS2_SH));
                lpcr |= ((rmls >> 2) << HID4_RMLS0_SH) |
                    ((rmls & 3) << HID4_RMLS2_SH);
                // beside the offset
                lpcr |= ((ri->base_pfn >> (26 - PAGE_SHIFT)) & 0xffff)
                    << HID4_RMOR_SH;
            } else {
                // POWER7
                lpcr &= ~(LPCR_VPM0 | LPCR_VRMA_L);
                lpcr |= rmls << LPCR_RMLS_SH;
                kvm->arch.rmor = kvm->arch.rma->base_pfn << PAGE_SHIFT;
            }
            kvm->arch.lpcr = lpcr;
            pr_info($"KVM: Using RMO at {ri->base_pfn << PAGE_SHIFT:x} size {rma_size:x} (LPCR = {lpcr:x})\n");

            // Its pages need no lookup
            porder = (int)kvm->arch.ram_porder;
            npages = rma_size >> porder;
            pa = ri->base_pfn << PAGE_SHIFT;
            physp = kvm->arch.slot_phys[memslot->id];
            spin_lock(&kvm->arch.slot_phys_lock);
            for (i = 0; i < npages; ++i)
                WRITE_ONCE(ref physp[i], pa + (i << porder));
            spin_unlock(&kvm->arch.slot_phys_lock);
        }

        // Whoever sees the flag sees what was set up
        smp_wmb();
        WRITE_ONCE(&kvm->arch.rma_setup_done, 1);
        err = 0;
    @out:
        mutex_unlock(&kvm->@lock);
        return err;

    up_out:
        up_read(&current->mm->mmap_sem);
        goto @out;
    }

    /// <summary>Sets up a new virtual machine: its table, its LPID, the registers that its guest will run under.</summary>
    /// <returns>0 or -ENOMEM.</returns>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1257)]
    internal static int kvmppc_core_init_vm(kvm* kvm)
    {
        long r;
        ulong lpcr;

        // The hashed page table
        r = kvmppc_alloc_hpt(kvm);
        if (r != 0)
            return (int)r;

        INIT_LIST_HEAD(&kvm->arch.spapr_tce_tables);

        kvm->arch.ram_psize = 1ul << LARGE_PAGE_ORDER;
        kvm->arch.ram_porder = LARGE_PAGE_ORDER;
        kvm->arch.rma = null;

        kvm->arch.host_sdr1 = mfspr(SPRN_SDR1);

        if (cpu_has_feature(CPU_FTR_ARCH_201)) {
            // PPC970: HID4 holds what LPCR holds later
            ulong lpid = kvm->arch.lpid;
            kvm->arch.host_lpid = 0;
            kvm->arch.host_lpcr = lpcr = mfspr(SPRN_HID4);
            lpcr &= ~((3ul << HID4_LPID1_SH) | (0xful << HID4_LPID5_SH));
            lpcr |= ((lpid >> 4) << HID4_LPID1_SH) |
                ((lpid & 0xf) << HID4_LPID5_SH);
        } else {
            // POWER7: real mode accesses are translated until there is an RMA
            kvm->arch.host_lpid = (uint)mfspr(SPRN_LPID);
            kvm->arch.host_lpcr = lpcr = mfspr(SPRN_LPCR);
            lpcr &= LPCR_PECE | LPCR_LPES;
            lpcr |= (4UL << LPCR_DPFD_SH) | LPCR_HDICE |
                LPCR_VPM0 | LPCR_VRMA_L;
        }
        kvm->arch.lpcr = lpcr;

        spin_lock_init(&kvm->arch.slot_phys_lock);
        return 0;
    }

    /// <summary>Drops every page that the virtual machine has pinned, its RMA and its table.</summary>
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1297)]
    internal static void kvmppc_core_destroy_vm(kvm* kvm)
    {
        int i;

        for (i = 0; i < KVM_MEM_SLOTS_NUM; i++)
            unpin_slot(kvm, i);

        if (kvm->arch.rma != null) {
            kvm_release_rma(kvm->arch.rma);
            kvm->arch.rma = null;
        }

        kvmppc_free_hpt(kvm);
        if (corrected(E21)) {                           // PORT: E21: as written nobody frees the cores
            for (i = 0; i < KVM_MAX_VCORES; i++)
                kfree(kvm->arch.vcores[i]);
        }
        WARN_ON(!list_empty(&kvm->arch.spapr_tce_tables));
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1314)]
    internal static void kvmppc_mmu_pte_pflush(kvm_vcpu* vcpu, ulong pa_start, ulong pa_end)
    {
    }

    // No instruction of the guest is emulated
    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1319)]
    internal static int kvmppc_core_emulate_op(kvm_run* run, kvm_vcpu* vcpu,
                                               uint inst, int* advance)
    {
        return EMULATE_FAIL;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1325)]
    internal static int kvmppc_core_emulate_mtspr(kvm_vcpu* vcpu, int sprn, int rs)
    {
        return EMULATE_FAIL;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1330)]
    internal static int kvmppc_core_emulate_mfspr(kvm_vcpu* vcpu, int sprn, int rt)
    {
        return EMULATE_FAIL;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1335)]
    internal static int kvmppc_book3s_hv_init()
    {
        int r;

        r = kvm_init();                                 // PORT: without the size of a vcpu and the module

        if (r != 0)
            return r;

        r = kvmppc_mmu_hv_init();

        return r;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv.c", 1349)]
    internal static void kvmppc_book3s_hv_exit()
    {
        kvm_exit();
    }

    // module_init(kvmppc_book3s_hv_init), module_exit(kvmppc_book3s_hv_exit): the boot calls them
}
