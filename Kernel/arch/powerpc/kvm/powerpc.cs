// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/powerpc.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright IBM Corp. 2007
// Authors: Hollis Blanchard <hollisb@us.ibm.com>, Christian Ehrhardt <ehrhardt@linux.vnet.ibm.com>

using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s_64_mmu_hv;
using static Linux.book3s_hv;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.err_h;
using static Linux.include.linux.errno_h;
using static Linux.include.linux.hrtimer_h;
using static Linux.include.linux.kvm_host_h;
using static Linux.include.linux.mutex_h;
using static Linux.include.port.errata_h;
using static Linux.include.port.oops_h;

namespace Linux;

/// <summary>Between the part of KVM that all architectures share and the one for Book3S in hypervisor mode.</summary>
internal static unsafe class powerpc
{
    /// <summary>Whether there is enough to run the vcpu: in hypervisor mode that is PAPR.</summary>
    /// <returns>0 or -EINVAL.</returns>
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

    [PortOf("arch/powerpc/kvm/powerpc.c", 334, Version = "v3.6")]
    internal static kvm_vcpu* kvm_arch_vcpu_create(kvm* kvm, uint id)
    {
        kvm_vcpu* vcpu;
        vcpu = kvmppc_core_vcpu_create(kvm, id);
        if (!IS_ERR(vcpu)) {
            if (vcpu == null)                           // PORT: E21 as written; the C stores through the null pointer
                BUG("NULL pointer dereference in kvm_arch_vcpu_create");
            vcpu->arch.wqp = &vcpu->wq;
        }
        return vcpu;
    }

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

    [PortOf("arch/powerpc/kvm/powerpc.c", 379, Version = "v3.6")]
    internal static int kvm_arch_vcpu_init(kvm_vcpu* vcpu)
    {
        hrtimer_init(&vcpu->arch.dec_timer);
        vcpu->arch.dec_expires = ~0ul;

        return 0;
    }

    [PortOf("arch/powerpc/kvm/powerpc.c", 393, Version = "v3.6")]
    internal static void kvm_arch_vcpu_uninit(kvm_vcpu* vcpu)
    {
        kvmppc_mmu_destroy(vcpu);
    }
}
