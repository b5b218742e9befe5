// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/powerpc.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright IBM Corp. 2007
// Authors: Hollis Blanchard <hollisb@us.ibm.com>, Christian Ehrhardt <ehrhardt@linux.vnet.ibm.com>

using static Linux.include.linux.errno_h;
using static Linux.include.linux.err_h;
using static Linux.include.linux.kvm_host_h;
using static Linux.include.linux.hrtimer_h;
using static Linux.include.asm.cputable_h;
using static Linux.include.asm.uaccess_h;
using static Linux.include.asm.kvm_ppc_h;
using static Linux.include.asm.cputhreads_h;

// PORT: not among the includes of the C file
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s;
using static Linux.book3s_64_mmu_hv;
using static Linux.book3s_hv;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.kvm_h;
using static Linux.include.linux.mutex_h;
using static Linux.include.linux.smp_h;
using static Linux.include.port.errata_h;
using static Linux.include.port.oops_h;
using static Linux.kvm_main;

namespace Linux;

/// <summary>Between the part of KVM that all architectures share and the one for Book3S in hypervisor mode.</summary>
internal static unsafe class powerpc
{
    [PortOf("arch/powerpc/kvm/powerpc.c", 46, Version = "v3.6")]
    internal static int kvm_arch_vcpu_should_kick(kvm_vcpu* vcpu)
    {
        return 1;
    }

    /// <summary>Whether there is enough to run the vcpu: in hypervisor mode that is PAPR.</summary>
    /// <returns>0 or -EINVAL.</returns>
    // PORT: without the condition of CONFIG_KVM_BOOKE_HV
    [PortOf("arch/powerpc/kvm/powerpc.c", 99, Version = "v3.6")]
    internal static int kvmppc_sanity_check(kvm_vcpu* vcpu)
    {
        bool r = false;

        // The processor must be known
        if (vcpu->arch.pvr == 0)
            goto @out;

        // No PAPR anywhere but on this processor family
        if (vcpu->arch.cpu_type != KVM_CPU_3S_64 && vcpu->arch.papr_enabled != 0)
            goto @out;

        // and hypervisor mode has nothing else
        if (vcpu->arch.papr_enabled == 0)
            goto @out;

        r = true;

    @out:
        vcpu->arch.sane = (byte)(r ? 1 : 0);
        return r ? 0 : -EINVAL;
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 180, Version = "v3.6")]
    internal static void kvm_arch_check_processor_compat(int* rtn)
    {
        *rtn = kvmppc_core_check_processor_compat();
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 185, Version = "v3.6")]
    internal static int kvm_arch_init_vm(kvm* kvm, ulong type)
    {
        if (type != 0)
            return -EINVAL;

        return kvmppc_core_init_vm(kvm);
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 193, Version = "v3.6")]
    internal static void kvm_arch_destroy_vm(kvm* kvm)
    {
        int i;
        kvm_vcpu* vcpu;

        for (i = 0; kvm_for_each_vcpu(i, out vcpu, kvm); i++)
            kvm_arch_vcpu_free(vcpu);

        mutex_lock(&kvm->@lock);
        for (i = 0; i < atomic_read(&kvm->online_vcpus); i++)
            kvm->vcpus[i] = null;

        atomic_set(&kvm->online_vcpus, 0);

        kvmppc_core_destroy_vm(kvm);

        mutex_unlock(&kvm->@lock);
    }

    /// <summary>KVM_CHECK_EXTENSION: what this kernel can do.</summary>
    // PORT: without what was added between the port's commit and v3.6: KVM_CAP_ONE_REG, KVM_CAP_PPC_ALLOC_HTAB, KVM_CAP_SYNC_MMU,
    // KVM_CAP_PPC_GET_SMMU_INFO, KVM_CAP_NR_VCPUS and KVM_CAP_MAX_VCPUS
    [PortOf("arch/powerpc/kvm/powerpc.c", 216, Version = "v3.6")]
    internal static int kvm_dev_ioctl_check_extension(long ext)
    {
        int r;

        switch (ext) {
        case KVM_CAP_PPC_SEGSTATE:
        case KVM_CAP_PPC_PAPR:
        case KVM_CAP_PPC_UNSET_IRQ:
        case KVM_CAP_PPC_IRQ_LEVEL:
        case KVM_CAP_ENABLE_CAP:
            r = 1;
            break;
        case KVM_CAP_SPAPR_TCE:
            r = 1;
            break;
        case KVM_CAP_PPC_SMT:
            r = threads_per_core;
            break;
        case KVM_CAP_PPC_RMA:
            r = 1;
            // PPC970 cannot do without
            if (cpu_has_feature(CPU_FTR_ARCH_201))
                r = 2;
            break;
        default:
            r = 0;
            break;
        }
        return r;
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 296, Version = "v3.6")]
    internal static long kvm_arch_dev_ioctl(uint ioctl, ulong arg)
    {
        return -EINVAL;
    }

    // PORT: E05: named after what upstream added for it; without a counterpart at the port's commit.
    internal static void kvm_arch_free_memslot(kvm* kvm, int slot_id)
    {
        kvmppc_core_free_memslot(kvm, slot_id);
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 312, Version = "v3.6")]
    internal static int kvm_arch_prepare_memory_region(kvm* kvm,
                                                       kvm_memory_slot* memslot,
                                                       kvm_memory_slot* old,
                                                       kvm_userspace_memory_region* mem,
                                                       int user_alloc)
    {
        return kvmppc_core_prepare_memory_region(kvm, mem);
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 321, Version = "v3.6")]
    internal static void kvm_arch_commit_memory_region(kvm* kvm,
                                                       kvm_userspace_memory_region* mem,
                                                       kvm_memory_slot* old,
                                                       int user_alloc)
    {
        if (corrected(E05))                             // PORT: E05: as written a deleted or moved slot leaves everything behind
            kvmppc_core_flush_memslot(kvm, old, mem);
        kvmppc_core_commit_memory_region(kvm, mem);
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 330, Version = "v3.6")]
    internal static void kvm_arch_flush_shadow(kvm* kvm)
    {
    }

    // PORT: without debugfs
    [PortOf("arch/powerpc/kvm/powerpc.c", 334, Version = "v3.6")]
    internal static kvm_vcpu* kvm_arch_vcpu_create(kvm* kvm, uint id)
    {
        kvm_vcpu* vcpu;
        vcpu = kvmppc_core_vcpu_create(kvm, id);
        if (IS_ERR(vcpu) && !corrected(E61))            // PORT: E61: as written the store comes before the test for an error
            BUG("error pointer dereferenced in kvm_arch_vcpu_create");
        if (!IS_ERR(vcpu)) {
            if (vcpu == null)                           // PORT: E21 as written; the C stores through the null pointer
                BUG("NULL pointer dereference in kvm_arch_vcpu_create");
            vcpu->arch.wqp = &vcpu->wq;
        }
        return vcpu;
    }

    // PORT: without a tasklet, which only the timer of a kernel needs, and without debugfs
    [PortOf("arch/powerpc/kvm/powerpc.c", 345, Version = "v3.6")]
    internal static void kvm_arch_vcpu_free(kvm_vcpu* vcpu)
    {
        // From here on no timer finds it
        hrtimer_cancel(&vcpu->arch.dec_timer);

        kvmppc_core_vcpu_free(vcpu);
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 355, Version = "v3.6")]
    internal static void kvm_arch_vcpu_destroy(kvm_vcpu* vcpu)
    {
        kvm_arch_vcpu_free(vcpu);
    }

    /// <summary>The timer of a vcpu that sleeps has expired.</summary>
    // PORT: the C leaves the rest to a tasklet, because it runs in an interrupt; here it is a thread like any other
    [PortOf("arch/powerpc/kvm/powerpc.c", 369, Version = "v3.6")]
    internal static int kvmppc_decrementer_wakeup(hrtimer* timer)
    {
        kvm_vcpu* vcpu;

        vcpu = kvm_vcpu_arch.dec_timer_vcpu(timer);
        kvmppc_decrementer_func((ulong)vcpu);           // PORT: no tasklet in between

        return HRTIMER_NORESTART;
    }

    // PORT: without a tasklet (see kvmppc_decrementer_wakeup) and the lock of CONFIG_KVM_EXIT_TIMING
    [PortOf("arch/powerpc/kvm/powerpc.c", 379, Version = "v3.6")]
    internal static int kvm_arch_vcpu_init(kvm_vcpu* vcpu)
    {
        hrtimer_init(&vcpu->arch.dec_timer, CLOCK_REALTIME, HRTIMER_MODE_ABS);
        vcpu->arch.dec_timer.function = &kvmppc_decrementer_wakeup;
        vcpu->arch.dec_expires = ~0ul;

        return 0;
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 393, Version = "v3.6")]
    internal static void kvm_arch_vcpu_uninit(kvm_vcpu* vcpu)
    {
        kvmppc_mmu_destroy(vcpu);
    }

    // PORT: E69 is documented only: without preemption notifiers this runs only when user space makes a call.
    // PORT: without VRSAVE, which belongs to BookE
    [PortOf("arch/powerpc/kvm/powerpc.c", 398, Version = "v3.6")]
    internal static void kvm_arch_vcpu_load(kvm_vcpu* vcpu, int cpu)
    {
        kvmppc_core_vcpu_load(vcpu, cpu);
        WRITE_ONCE(&vcpu->cpu, smp_processor_id());
    }

    // PORT: E69 is documented only, see kvm_arch_vcpu_load.
    // PORT: without VRSAVE, which belongs to BookE
    [PortOf("arch/powerpc/kvm/powerpc.c", 414, Version = "v3.6")]
    internal static void kvm_arch_vcpu_put(kvm_vcpu* vcpu)
    {
        kvmppc_core_vcpu_put(vcpu);
        WRITE_ONCE(&vcpu->cpu, -1);
    }

    /// <summary>KVM_RUN: first hands the guest what user space answered to its last hypercall.</summary>
    // PORT: without emulated I/O, DCR and OSI calls, which hypervisor mode has none of, and without signal masks
    [MightSleep]
    [PortOf("arch/powerpc/kvm/powerpc.c", 569, Version = "v3.6")]
    internal static int kvm_arch_vcpu_ioctl_run(kvm_vcpu* vcpu, kvm_run* run)
    {
        int r;

        if (vcpu->arch.hcall_needed != 0) {
            int i;

            kvmppc_set_gpr(vcpu, 3, run->papr_hcall.ret);
            for (i = 0; i < 9; ++i)
                kvmppc_set_gpr(vcpu, 4 + i, run->papr_hcall.args[i]);
            vcpu->arch.hcall_needed = 0;
        }

        r = kvmppc_vcpu_run(run, vcpu);
        if (corrected(E62) && r > 0)                    // PORT: E62: as written user space gets RESUME_HOST
            r = 0;

        return r;
    }

    /// <summary>KVM_INTERRUPT: an external interrupt for the guest, or none any more.</summary>
    [PortOf("arch/powerpc/kvm/powerpc.c", 609, Version = "v3.6")]
    internal static int kvm_vcpu_ioctl_interrupt(kvm_vcpu* vcpu, kvm_interrupt* irq)
    {
        if (irq->irq == KVM_INTERRUPT_UNSET) {
            kvmppc_core_dequeue_external(vcpu, irq);
            return 0;
        }

        kvmppc_core_queue_external(vcpu, irq);

        kvm_vcpu_kick(vcpu);

        return 0;
    }

    /// <summary>KVM_ENABLE_CAP: in hypervisor mode nothing runs before KVM_CAP_PPC_PAPR.</summary>
    /// <returns>0 or -EINVAL.</returns>
    // PORT: without KVM_CAP_SW_TLB, which belongs to BookE
    [PortOf("arch/powerpc/kvm/powerpc.c", 623, Version = "v3.6")]
    private static int kvm_vcpu_ioctl_enable_cap(kvm_vcpu* vcpu,
                                                 kvm_enable_cap* cap)
    {
        int r;

        if (cap->flags != 0)
            return -EINVAL;

        switch ((int)cap->cap) {
        case KVM_CAP_PPC_OSI:
            r = 0;
            vcpu->arch.osi_enabled = 1;
            break;
        case KVM_CAP_PPC_PAPR:
            r = 0;
            vcpu->arch.papr_enabled = 1;
            break;
        default:
            r = -EINVAL;
            break;
        }

        if (r == 0)
            r = kvmppc_sanity_check(vcpu);

        return r;
    }

    // PORT: without files, KVM_SET_ONE_REG and KVM_GET_ONE_REG, which are newer than the commit, and KVM_DIRTY_TLB, which belongs to BookE
    [PortOf("arch/powerpc/kvm/powerpc.c", 676, Version = "v3.6")]
    internal static long kvm_arch_vcpu_ioctl(kvm_vcpu* vcpu,
                                             uint ioctl, ulong arg)
    {
        void* argp = (void*)arg;
        long r;

        switch (ioctl) {
        case KVM_INTERRUPT: {
            kvm_interrupt irq;
            r = -EFAULT;
            if (copy_from_user(&irq, argp, (ulong)sizeof(kvm_interrupt)) != 0)
                goto @out;
            r = kvm_vcpu_ioctl_interrupt(vcpu, &irq);
            goto @out;
        }

        case KVM_ENABLE_CAP: {
            kvm_enable_cap cap;
            r = -EFAULT;
            if (copy_from_user(&cap, argp, (ulong)sizeof(kvm_enable_cap)) != 0)
                goto @out;
            r = kvm_vcpu_ioctl_enable_cap(vcpu, &cap);
            break;
        }

        default:
            r = -EINVAL;
            break;
        }

    @out:
        return r;
    }

    // PORT: without KVM_PPC_GET_PVINFO, which tells a paravirtual guest the instructions that call its host. A guest in hypervisor mode calls
    // it by sc 1, and check_extension does not offer the call there. KVM_PPC_ALLOCATE_HTAB and KVM_PPC_GET_SMMU_INFO are newer than the commit.
    [MightSleep]
    [PortOf("arch/powerpc/kvm/powerpc.c", 765, Version = "v3.6")]
    internal static long kvm_arch_vm_ioctl(kvm* kvm,
                                           uint ioctl, ulong arg)
    {
        void* argp = (void*)arg;
        long r;

        switch (ioctl) {
        case KVM_CREATE_SPAPR_TCE: {
            kvm_create_spapr_tce create_tce;

            r = -EFAULT;
            if (copy_from_user(&create_tce, argp, (ulong)sizeof(kvm_create_spapr_tce)) != 0)
                goto @out;
            r = kvm_vm_ioctl_create_spapr_tce(kvm, &create_tce);
            goto @out;
        }

        case KVM_ALLOCATE_RMA: {
            kvm_allocate_rma rma;

            r = kvm_vm_ioctl_allocate_rma(kvm, &rma);
            if (r >= 0 && copy_to_user(argp, &rma, (ulong)sizeof(kvm_allocate_rma)) != 0)
                r = -EFAULT;
            break;
        }

        default:
            r = -ENOTTY;
            break;
        }

    @out:
        return r;
    }
}
