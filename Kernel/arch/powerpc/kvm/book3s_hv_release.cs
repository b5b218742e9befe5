// SPDX-License-Identifier: GPL-2.0-only
// PORT: no file of the original corresponds. Later kernels make requests of vcpus, kick them, and wait in synchronize_srcu.

using Kernel;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.asm.paca_h;
using static Linux.include.linux.bitops_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.cpumask_h;
using static Linux.include.linux.kvm_host_h;
using static Linux.include.linux.smp_h;
using static Linux.include.linux.srcu_h;

namespace Linux;

/// <summary>
/// How something is taken away from a running virtual machine. Every correction that frees what a vcpu may reach takes four steps: it
/// unlinks the thing, makes every vcpu leave the guest, waits until each has left, and then frees it. The second and third steps are here,
/// and nowhere else. docs/releases.md lists what is released, who uses it, and how each user is seen to be gone.
/// </summary>
internal static unsafe class book3s_hv_release
{
    /// <summary>
    /// PORT: E05, E41. Returns when no vcpu uses what the caller has unlinked. A vcpu that was in the guest has left it, and its core forgets the
    /// partition's translations before the next entry; a vcpu that handles a hypercall has finished it.
    /// </summary>
    /// <remarks>
    /// The caller holds no lock that a vcpu takes between <c>srcu_read_lock</c> and <c>srcu_read_unlock</c>, which rules out
    /// <c>kvm->lock</c>, and is not inside such a section itself.
    /// </remarks>
    [MightSleep]
    internal static void kvmppc_wait_for_vcpus(kvm* kvm)
    {
        kvmppc_mark_tlbs_stale(kvm);
        // A task writes the processor of its vcpu and then begins to be a reader. Either it is one that nobody waits for, and finds the thing
        // unlinked, or its processor is found and interrupted.
        synchronize_srcu_kicking(&kvm->srcu, &kvmppc_kick_vcpus, kvm);
    }

    // PORT: E05, E38: from now on every core forgets the partition's translations before it next enters the guest.
    [RealMode]
    internal static void kvmppc_mark_tlbs_stale(kvm* kvm) => mark_tlbs(kvm, NR_CORES);

    // PORT: E38: as kvmppc_mark_tlbs_stale, but for this core, whose translation the caller invalidates itself.
    [RealMode]
    internal static void kvmppc_mark_other_tlbs_stale(kvm* kvm) => mark_tlbs(kvm, core_of(local_paca));

    // PORT: E05, E38: most calls find every mark set already.
    [RealMode]
    private static void mark_tlbs(kvm* kvm, ulong but_core)
    {
        ulong i, marks;

        smp_wmb();              // first the entry, then the mark
        for (i = 0; i < NR_CORES / BITS_PER_LONG; i++) {
            marks = but_core / BITS_PER_LONG == i ? ~(1ul << (int)(but_core % BITS_PER_LONG)) : ~0ul;
            if ((READ_ONCE(&kvm->arch.need_tlb_flush[i]) & marks) != marks)
                set_bits(marks, &kvm->arch.need_tlb_flush[i]);
        }
    }

    // PORT: E05, E38: whether this core has to forget the partition's translations now.
    [RealMode]
    internal static bool kvmppc_take_tlb_mark(kvm* kvm)
    {
        ulong core = core_of(local_paca);

        if (!test_bit((int)core, kvm->arch.need_tlb_flush))
            return false;
        clear_bit(core, kvm->arch.need_tlb_flush);
        return true;
    }

    // PORT: the threads of a core share its TLB.
    [RealMode]
    private static ulong core_of(paca_struct* paca) => (ulong)(paca->paca_index >> 2);

    // PORT: E05, E41: interrupts the first hardware thread of each core that has a vcpu; it brings the others out with it.
    private static void kvmppc_kick_vcpus(kvm* kvm)
    {
        int i, cpu;
        kvm_vcpu* vcpu;

        for (i = 0; kvm_for_each_vcpu(i, out vcpu, kvm); i++) {
            cpu = READ_ONCE(&vcpu->cpu);
            if ((uint)cpu < nr_cpu_ids && cpu_online(cpu))
                smp_send_reschedule(cpu);
        }
    }
}
