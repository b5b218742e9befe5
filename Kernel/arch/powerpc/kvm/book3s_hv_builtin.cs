// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s_hv_builtin.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright 2011 Paul Mackerras, IBM Corp. <paulus@au1.ibm.com>

using static Linux.include.linux.spinlock_h;
using static Linux.include.linux.bootmem_h;
using static Linux.include.asm.cputable_h;

// PORT: not among the includes of the C file
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.include.asm.page_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.linux.list_h;
using static Linux.include.linux.mm_h;
using static Linux.include.port.data_h;
using static Linux.include.port.errata_h;

namespace Linux;

/// <summary>
/// The pool of real mode areas: contiguous memory of a size that the processor can limit accesses to. So much of it in one piece is not to
/// be had later, so it is set aside while the host boots.
/// </summary>
internal static unsafe class book3s_hv_builtin
{
    private static ulong kvm_rma_size;
    private static ulong kvm_rma_count;

    [PortOf("arch/powerpc/kvm/book3s_hv_builtin.c", 32)]
    private static int early_parse_rma_size(string? p)
    {
        if (p == null)
            return 1;

        kvm_rma_size = memparse(p);

        return 0;
    }

    [PortOf("arch/powerpc/kvm/book3s_hv_builtin.c", 43)]
    private static int early_parse_rma_count(string? p)
    {
        if (p == null)
            return 1;

        kvm_rma_count = simple_strtoul(p);

        return 0;
    }

    /// <summary>PORT: C's early_param registrations; the boot passes each parameter of its command line.</summary>
    internal static int early_param(string name, string? value)
    {
        switch (name) {
        case "kvm_rma_size":
            return early_parse_rma_size(value);
        case "kvm_rma_count":
            return early_parse_rma_count(value);
        default:
            return 0;
        }
    }

    private static kvmppc_rma_info* rma_info;
    private static list_head* free_rmas;
    private static kvmppc_rma_info* all_rmas;           // PORT: E05
    private static spinlock_t* rma_lock;

    /// <summary>PORT: lays out the file's static data, as the C's linker does.</summary>
    internal static void __data()
    {
        kvm_rma_size = 64 << 20;
        kvm_rma_count = 0;
        rma_info = null;
        all_rmas = null;                                // PORT: E05
        free_rmas = (list_head*)data("free_rmas", (ulong)sizeof(list_head));
        INIT_LIST_HEAD(free_rmas);
        rma_lock = (spinlock_t*)data("rma_lock", (ulong)sizeof(spinlock_t));
        spin_lock_init(rma_lock);
    }

    // PORT: a second copy stands in book3s_hv.c; both do the same.
    [PortOf("arch/powerpc/kvm/book3s_hv_builtin.c", 60)]
    private static int lpcr_rmls(ulong rma_size)
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

    /// <summary>Sets the real mode areas aside. Called at boot, on the processor that cannot do without.</summary>
    [PortOf("arch/powerpc/kvm/book3s_hv_builtin.c", 89)]
    internal static void kvm_rma_init()
    {
        ulong i;
        ulong j, npages;
        ulong rma;
        page* pg;

        // Any other processor does without
        if (!cpu_has_feature(CPU_FTR_HVMODE) ||
            !cpu_has_feature(CPU_FTR_ARCH_201))
            return;

        if (kvm_rma_size == 0 || kvm_rma_count == 0)
            return;

        // Of a size that the processor knows
        if (lpcr_rmls(kvm_rma_size) < 0) {
            pr_err($"RMA size of 0x{kvm_rma_size:x} not supported\n");
            return;
        }

        npages = kvm_rma_size >> PAGE_SHIFT;
        rma_info = (kvmppc_rma_info*)alloc_bootmem(kvm_rma_count * (ulong)sizeof(kvmppc_rma_info));
        for (i = 0; i < kvm_rma_count; ++i) {
            rma = alloc_bootmem_align(kvm_rma_size, kvm_rma_size);
            pr_info($"Allocated KVM RMA at {rma:x16} ({kvm_rma_size >> 20} MB)\n");
            rma_info[i].base_virt = (void*)rma;         // PORT: a real address; nothing reads this field
            rma_info[i].base_pfn = __pa(rma) >> PAGE_SHIFT;
            rma_info[i].npages = npages;
            list_add_tail(&rma_info[i].list, free_rmas);
            atomic_set(&rma_info[i].use_count, 0);
            rma_info[i].next_area = all_rmas;           // PORT: E05
            all_rmas = &rma_info[i];                    // PORT: E05

            for (j = 0; j < npages; ++j) {              // PORT: page by page; struct pages adjoin within 16 MB only
                pg = pfn_to_page(rma_info[i].base_pfn + j);
                atomic_inc(&pg->_count);
            }
        }
    }

    /// <summary>PORT: puts an area into the pool that the host got by other means than <see cref="kvm_rma_init"/>.</summary>
    internal static void kvm_add_rma(kvmppc_rma_info* ri)
    {
        spin_lock(rma_lock);
        list_add_tail(&ri->list, free_rmas);
        ri->next_area = all_rmas;                       // PORT: E05
        all_rmas = ri;                                  // PORT: E05
        spin_unlock(rma_lock);
    }

    // PORT: E05: a page of an area that the host has pinned for itself, such as that of a VPA, counts as a use of the whole area: otherwise
    // the area would be the next machine's while this one's vcpus still write to the page.
    internal static void kvm_get_rma_of(ulong pfn)
    {
        kvmppc_rma_info* ri;

        if (corrected(E05) && (ri = kvm_rma_of(pfn)) != null)
            atomic_inc(&ri->use_count);
    }

    // PORT: E05: the counterpart
    internal static void kvm_put_rma_of(ulong pfn)
    {
        kvmppc_rma_info* ri;

        if (corrected(E05) && (ri = kvm_rma_of(pfn)) != null)
            kvm_release_rma(ri);
    }

    // PORT: E05: the area that a page belongs to, or null
    private static kvmppc_rma_info* kvm_rma_of(ulong pfn)
    {
        kvmppc_rma_info* ri;

        spin_lock(rma_lock);
        for (ri = all_rmas; ri != null; ri = ri->next_area)
            if (pfn - ri->base_pfn < ri->npages)
                break;
        spin_unlock(rma_lock);
        return ri;
    }

    /// <summary>Takes the area that has been free for longest, or null.</summary>
    [PortOf("arch/powerpc/kvm/book3s_hv_builtin.c", 130)]
    internal static kvmppc_rma_info* kvm_alloc_rma()
    {
        kvmppc_rma_info* ri;

        ri = null;
        spin_lock(rma_lock);
        if (!list_empty(free_rmas)) {
            ri = kvmppc_rma_info.list_entry(free_rmas->next);   // list_first_entry
            list_del(&ri->list);
            atomic_inc(&ri->use_count);
            if (corrected(E34))                         // PORT: E34: as written it holds what its last guest left there
                clear_pages(ri->base_pfn, ri->npages);
        }
        spin_unlock(rma_lock);
        return ri;
    }
    // EXPORT_SYMBOL_GPL(kvm_alloc_rma)

    /// <summary>Drops one use of an area; the last one returns it to the pool.</summary>
    [PortOf("arch/powerpc/kvm/book3s_hv_builtin.c", 146)]
    internal static void kvm_release_rma(kvmppc_rma_info* ri)
    {
        if (atomic_dec_and_test(&ri->use_count)) {
            spin_lock(rma_lock);
            list_add_tail(&ri->list, free_rmas);
            spin_unlock(rma_lock);

        }
    }
    // EXPORT_SYMBOL_GPL(kvm_release_rma)
}
