// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright (C) 2009. SUSE Linux Products GmbH. All rights reserved.
// Authors: Alexander Graf <agraf@suse.de>, Kevin Wolf <mail@kevin-wolf.de>

using static Linux.include.linux.kvm_host_h;
using static Linux.include.asm.reg_h;
using static Linux.include.asm.kvm_ppc_h;
using static Linux.include.asm.page_h;

// PORT: not among the includes of the C file
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s_64_mmu_hv;
using static Linux.book3s_hv;
using static Linux.include.asm.kvm_asm_h;
using static Linux.include.linux.bitops_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.linux.kvm_h;
using static Linux.include.linux.mutex_h;
using static Linux.include.port.errata_h;
using static Linux.kvm_main;

namespace Linux;

/// <summary>What all kinds of KVM on Book3S share: the interrupts that wait for a guest, its registers, its dirty log.</summary>
// PORT: omitted is what a host in hypervisor mode does not build or never calls: the translation of guest addresses by software, emulated
// loads and stores, statistics in debugfs.
internal static unsafe class book3s
{
    /// <summary>Lets the guest go on in an interrupt handler.</summary>
    /// <param name="vcpu">Its processor.</param>
    /// <param name="vec">The handler's address.</param>
    /// <param name="flags">Bits of SRR1 that tell why.</param>
    [PortOf("arch/powerpc/kvm/book3s.c", 72, Version = "v3.6")]
    internal static void kvmppc_inject_interrupt(kvm_vcpu* vcpu, int vec, ulong flags)
    {
        vcpu->arch.shared->srr0 = kvmppc_get_pc(vcpu);
        vcpu->arch.shared->srr1 = vcpu->arch.shared->msr | flags;
        kvmppc_set_pc(vcpu, kvmppc_interrupt_offset(vcpu) + (ulong)vec);
        vcpu->arch.mmu.reset_msr(vcpu);
    }

    [PortOf("arch/powerpc/kvm/book3s.c", 80, Version = "v3.6")]
    private static int kvmppc_book3s_vec2irqprio(uint vec)
    {
        int prio;

        switch (vec) {
        case 0x100: prio = BOOK3S_IRQPRIO_SYSTEM_RESET; break;
        case 0x200: prio = BOOK3S_IRQPRIO_MACHINE_CHECK; break;
        case 0x300: prio = BOOK3S_IRQPRIO_DATA_STORAGE; break;
        case 0x380: prio = BOOK3S_IRQPRIO_DATA_SEGMENT; break;
        case 0x400: prio = BOOK3S_IRQPRIO_INST_STORAGE; break;
        case 0x480: prio = BOOK3S_IRQPRIO_INST_SEGMENT; break;
        case 0x500: prio = BOOK3S_IRQPRIO_EXTERNAL; break;
        case 0x501: prio = BOOK3S_IRQPRIO_EXTERNAL_LEVEL; break;
        case 0x600: prio = BOOK3S_IRQPRIO_ALIGNMENT; break;
        case 0x700: prio = BOOK3S_IRQPRIO_PROGRAM; break;
        case 0x800: prio = BOOK3S_IRQPRIO_FP_UNAVAIL; break;
        case 0x900: prio = BOOK3S_IRQPRIO_DECREMENTER; break;
        case 0xc00: prio = BOOK3S_IRQPRIO_SYSCALL; break;
        case 0xd00: prio = BOOK3S_IRQPRIO_DEBUG; break;
        case 0xf20: prio = BOOK3S_IRQPRIO_ALTIVEC; break;
        case 0xf40: prio = BOOK3S_IRQPRIO_VSX; break;
        default: prio = BOOK3S_IRQPRIO_MAX; break;
        }

        return prio;
    }

    [PortOf("arch/powerpc/kvm/book3s.c", 107, Version = "v3.6")]
    private static void kvmppc_book3s_dequeue_irqprio(kvm_vcpu* vcpu,
                                                      uint vec)
    {
        ulong old_pending = READ_ONCE(&vcpu->arch.pending_exceptions);

        clear_bit((ulong)kvmppc_book3s_vec2irqprio(vec),
                  &vcpu->arch.pending_exceptions);

        kvmppc_update_int_pending(vcpu, READ_ONCE(&vcpu->arch.pending_exceptions),
                                  old_pending);
    }

    // PORT: without the message of EXIT_DEBUG
    [PortOf("arch/powerpc/kvm/book3s.c", 119, Version = "v3.6")]
    internal static void kvmppc_book3s_queue_irqprio(kvm_vcpu* vcpu, uint vec)
    {
        vcpu->stat.queue_intr++;

        set_bit((ulong)kvmppc_book3s_vec2irqprio(vec),
                &vcpu->arch.pending_exceptions);
    }

    /// <summary>A program interrupt, which nothing can hold back, so it is delivered right away.</summary>
    [PortOf("arch/powerpc/kvm/book3s.c", 131, Version = "v3.6")]
    internal static void kvmppc_core_queue_program(kvm_vcpu* vcpu, ulong flags)
    {
        kvmppc_inject_interrupt(vcpu, BOOK3S_INTERRUPT_PROGRAM, flags);
    }

    [PortOf("arch/powerpc/kvm/book3s.c", 137, Version = "v3.6")]
    internal static void kvmppc_core_queue_dec(kvm_vcpu* vcpu)
    {
        kvmppc_book3s_queue_irqprio(vcpu, BOOK3S_INTERRUPT_DECREMENTER);
    }

    [PortOf("arch/powerpc/kvm/book3s.c", 142, Version = "v3.6")]
    internal static int kvmppc_core_pending_dec(kvm_vcpu* vcpu)
    {
        return test_bit(BOOK3S_IRQPRIO_DECREMENTER, &vcpu->arch.pending_exceptions) ? 1 : 0;
    }

    [PortOf("arch/powerpc/kvm/book3s.c", 147, Version = "v3.6")]
    internal static void kvmppc_core_dequeue_dec(kvm_vcpu* vcpu)
    {
        kvmppc_book3s_dequeue_irqprio(vcpu, BOOK3S_INTERRUPT_DECREMENTER);
    }

    [PortOf("arch/powerpc/kvm/book3s.c", 152, Version = "v3.6")]
    internal static void kvmppc_core_queue_external(kvm_vcpu* vcpu,
                                                    kvm_interrupt* irq)
    {
        uint vec = BOOK3S_INTERRUPT_EXTERNAL;

        if (irq->irq == KVM_INTERRUPT_SET_LEVEL)
            vec = BOOK3S_INTERRUPT_EXTERNAL_LEVEL;

        kvmppc_book3s_queue_irqprio(vcpu, vec);
    }

    [PortOf("arch/powerpc/kvm/book3s.c", 163, Version = "v3.6")]
    internal static void kvmppc_core_dequeue_external(kvm_vcpu* vcpu,
                                                      kvm_interrupt* irq)
    {
        kvmppc_book3s_dequeue_irqprio(vcpu, BOOK3S_INTERRUPT_EXTERNAL);
        kvmppc_book3s_dequeue_irqprio(vcpu, BOOK3S_INTERRUPT_EXTERNAL_LEVEL);
    }

    /// <summary>Delivers a waiting interrupt if the guest lets it.</summary>
    /// <returns>1 if it was delivered.</returns>
    // PORT: without the message about a priority that does not exist, and that of EXIT_DEBUG
    [PortOf("arch/powerpc/kvm/book3s.c", 170, Version = "v3.6")]
    internal static int kvmppc_book3s_irqprio_deliver(kvm_vcpu* vcpu, uint priority)
    {
        bool deliver = true;
        int vec = 0;
        bool crit = kvmppc_critical_section(vcpu);

        switch ((int)priority) {
        case BOOK3S_IRQPRIO_DECREMENTER:
            deliver = (vcpu->arch.shared->msr & MSR_EE) != 0 && !crit;
            vec = BOOK3S_INTERRUPT_DECREMENTER;
            break;
        case BOOK3S_IRQPRIO_EXTERNAL:
        case BOOK3S_IRQPRIO_EXTERNAL_LEVEL:
            deliver = (vcpu->arch.shared->msr & MSR_EE) != 0 && !crit;
            vec = BOOK3S_INTERRUPT_EXTERNAL;
            break;
        case BOOK3S_IRQPRIO_SYSTEM_RESET:
            vec = BOOK3S_INTERRUPT_SYSTEM_RESET;
            break;
        case BOOK3S_IRQPRIO_MACHINE_CHECK:
            vec = BOOK3S_INTERRUPT_MACHINE_CHECK;
            break;
        case BOOK3S_IRQPRIO_DATA_STORAGE:
            vec = BOOK3S_INTERRUPT_DATA_STORAGE;
            break;
        case BOOK3S_IRQPRIO_INST_STORAGE:
            vec = BOOK3S_INTERRUPT_INST_STORAGE;
            break;
        case BOOK3S_IRQPRIO_DATA_SEGMENT:
            vec = BOOK3S_INTERRUPT_DATA_SEGMENT;
            break;
        case BOOK3S_IRQPRIO_INST_SEGMENT:
            vec = BOOK3S_INTERRUPT_INST_SEGMENT;
            break;
        case BOOK3S_IRQPRIO_ALIGNMENT:
            vec = BOOK3S_INTERRUPT_ALIGNMENT;
            break;
        case BOOK3S_IRQPRIO_PROGRAM:
            vec = BOOK3S_INTERRUPT_PROGRAM;
            break;
        case BOOK3S_IRQPRIO_VSX:
            vec = BOOK3S_INTERRUPT_VSX;
            break;
        case BOOK3S_IRQPRIO_ALTIVEC:
            vec = BOOK3S_INTERRUPT_ALTIVEC;
            break;
        case BOOK3S_IRQPRIO_FP_UNAVAIL:
            vec = BOOK3S_INTERRUPT_FP_UNAVAIL;
            break;
        case BOOK3S_IRQPRIO_SYSCALL:
            vec = BOOK3S_INTERRUPT_SYSCALL;
            break;
        case BOOK3S_IRQPRIO_DEBUG:
            vec = BOOK3S_INTERRUPT_TRACE;
            break;
        case BOOK3S_IRQPRIO_PERFORMANCE_MONITOR:
            vec = BOOK3S_INTERRUPT_PERFMON;
            break;
        default:
            deliver = false;
            pr_err($"KVM: Unknown interrupt: 0x{priority:x}\n");  // PORT: printk with KERN_ERR
            break;
        }

        if (deliver)
            kvmppc_inject_interrupt(vcpu, vec, 0);

        return deliver ? 1 : 0;
    }

    // Does the interrupt stop waiting once it is delivered?
    [PortOf("arch/powerpc/kvm/book3s.c", 247, Version = "v3.6")]
    private static bool clear_irqprio(kvm_vcpu* vcpu, uint priority)
    {
        switch ((int)priority) {
        case BOOK3S_IRQPRIO_DECREMENTER:
            // until the guest sets its decrementer
            return false;
        case BOOK3S_IRQPRIO_EXTERNAL_LEVEL:
            // until user space takes it back
            return false;
        }

        return true;
    }

    /// <summary>Delivers the most urgent of the interrupts that wait.</summary>
    // PORT: without the message of EXIT_DEBUG
    [PortOf("arch/powerpc/kvm/book3s.c", 261, Version = "v3.6")]
    internal static int kvmppc_core_prepare_to_enter(kvm_vcpu* vcpu)
    {
        ulong* pending = &vcpu->arch.pending_exceptions;
        ulong old_pending = READ_ONCE(&vcpu->arch.pending_exceptions);
        uint priority;

        priority = (uint)__ffs(READ_ONCE(pending));
        while (priority < BOOK3S_IRQPRIO_MAX) {
            if (kvmppc_book3s_irqprio_deliver(vcpu, priority) != 0 &&
                clear_irqprio(vcpu, priority)) {
                clear_bit(priority, &vcpu->arch.pending_exceptions);
                break;
            }

            priority = (uint)find_next_bit(pending,
                                           BITS_PER_LONG,
                                           priority + 1);
        }

        // The guest may want to know what still waits
        kvmppc_update_int_pending(vcpu, READ_ONCE(pending), old_pending);

        return 0;
    }

    [PortOf("arch/powerpc/kvm/book3s.c", 409, Version = "v3.6")]
    internal static int kvm_arch_vcpu_setup(kvm_vcpu* vcpu)
    {
        return 0;
    }

    /// <summary>KVM_GET_REGS.</summary>
    // PORT: without PID and SPRG4 to SPRG7, which belong to BookE; user space gets 0
    [PortOf("arch/powerpc/kvm/book3s.c", 414, Version = "v3.6")]
    internal static int kvm_arch_vcpu_ioctl_get_regs(kvm_vcpu* vcpu, kvm_regs* regs)
    {
        int i;

        regs->pc = kvmppc_get_pc(vcpu);
        regs->cr = kvmppc_get_cr(vcpu);
        regs->ctr = kvmppc_get_ctr(vcpu);
        regs->lr = kvmppc_get_lr(vcpu);
        regs->xer = kvmppc_get_xer(vcpu);
        regs->msr = vcpu->arch.shared->msr;
        regs->srr0 = vcpu->arch.shared->srr0;
        regs->srr1 = vcpu->arch.shared->srr1;
        regs->sprg0 = vcpu->arch.shared->sprg0;
        regs->sprg1 = vcpu->arch.shared->sprg1;
        regs->sprg2 = vcpu->arch.shared->sprg2;
        regs->sprg3 = vcpu->arch.shared->sprg3;
        // PORT: omitted pid and sprg4 to sprg7, which this processor's guests do not have.

        for (i = 0; i < 32; i++)
            regs->gpr[i] = kvmppc_get_gpr(vcpu, i);

        return 0;
    }

    /// <summary>KVM_SET_REGS.</summary>
    // PORT: without SPRG4 to SPRG7, which belong to BookE
    [PortOf("arch/powerpc/kvm/book3s.c", 442, Version = "v3.6")]
    internal static int kvm_arch_vcpu_ioctl_set_regs(kvm_vcpu* vcpu, kvm_regs* regs)
    {
        int i;

        kvmppc_set_pc(vcpu, regs->pc);
        kvmppc_set_cr(vcpu, (uint)regs->cr);
        kvmppc_set_ctr(vcpu, regs->ctr);
        kvmppc_set_lr(vcpu, regs->lr);
        kvmppc_set_xer(vcpu, regs->xer);
        kvmppc_set_msr(vcpu, regs->msr);
        vcpu->arch.shared->srr0 = regs->srr0;
        vcpu->arch.shared->srr1 = regs->srr1;
        vcpu->arch.shared->sprg0 = regs->sprg0;
        vcpu->arch.shared->sprg1 = regs->sprg1;
        vcpu->arch.shared->sprg2 = regs->sprg2;
        vcpu->arch.shared->sprg3 = regs->sprg3;

        for (i = 0; i < 32; i++)
            kvmppc_set_gpr(vcpu, i, regs->gpr[i]);

        return 0;
    }

    /// <summary>The decrementer of a vcpu that sleeps has run down.</summary>
    [PortOf("arch/powerpc/kvm/book3s.c", 485, Version = "v3.6")]
    internal static void kvmppc_decrementer_func(ulong data)
    {
        kvm_vcpu* vcpu = (kvm_vcpu*)data;

        kvmppc_core_queue_dec(vcpu);
        kvm_vcpu_kick(vcpu);
    }

    /// <summary>KVM_GET_DIRTY_LOG: copies the log and begins a new one.</summary>
    /// <returns>0; -EINVAL for a slot that is none; -ENOENT for one without a log; -EFAULT.</returns>
    // PORT: in this file at the port's commit, with a stub of kvmppc_mmu_pte_pflush in book3s_hv.c; v3.6 has it in book3s_pr.c
    internal static int kvm_vm_ioctl_get_dirty_log(kvm* kvm,
                                                   kvm_dirty_log* log)
    {
        kvm_memory_slot* memslot;
        kvm_vcpu* vcpu;
        ulong ga, ga_end;
        int is_dirty = 0;
        int r;
        ulong n;
        int i;

        mutex_lock(&kvm->slots_lock);

        if (corrected(E42)) {                           // PORT: E42: as written nothing in hypervisor mode ever marks a page
            r = kvmppc_hv_get_dirty_log(kvm, log);
            goto @out;
        }

        r = kvm_get_dirty_log(kvm, log, &is_dirty);
        if (r != 0)
            goto @out;

        // A clean log leaves the entries as they are
        if (is_dirty != 0) {
            memslot = id_to_memslot(kvm->memslots, (int)log->slot);

            ga = memslot->base_gfn << PAGE_SHIFT;
            ga_end = ga + (memslot->npages << PAGE_SHIFT);

            for (i = 0; kvm_for_each_vcpu(i, out vcpu, kvm); i++)
                kvmppc_mmu_pte_pflush(vcpu, ga, ga_end);

            n = kvm_dirty_bitmap_bytes(memslot);
            for (ulong word = 0; word < n / sizeof(ulong); word++)
                memslot->dirty_bitmap[word] = 0;
        }

        r = 0;
    @out:
        mutex_unlock(&kvm->slots_lock);
        return r;
    }
}
