// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s_64_vio_hv.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright 2010 Paul Mackerras, IBM Corp. <paulus@au1.ibm.com>
// Copyright 2011 David Gibson, IBM Corporation <dwg@au1.ibm.com>

using static Linux.include.asm.hvcall_h;

// PORT: not among the includes of the C file
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s_hv_rm_mmu;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.page_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.mm_h;
using static Linux.include.port.errata_h;
using static Linux.include.port.oops_h;

namespace Linux;

/// <summary>The hypercall on the translation tables of virtual I/O.</summary>
internal static unsafe class book3s_64_vio_hv
{
    private static ulong TCES_PER_PAGE
    {
        [RealMode]
        get => PAGE_SIZE / sizeof(ulong);
    }

    // PORT: E63: the offset in the 4 KB that an entry translates, and the bits of an entry that permit reads and writes
    private const ulong IOMMU_PAGE_OFFSET = (1ul << SPAPR_TCE_SHIFT) - 1;
    private const ulong TCE_PERMISSIONS = 3;

    /// <summary>H_PUT_TCE (LoPAR 14.5.4.2.2): sets one entry of a table.</summary>
    /// <param name="vcpu">The caller.</param>
    /// <param name="liobn">Which table.</param>
    /// <param name="ioba">The I/O address that the entry translates.</param>
    /// <param name="tce">The entry.</param>
    /// <returns>
    /// H_SUCCESS; H_PARAMETER outside the table's window or for an address that is no multiple of 4 KB; H_TOO_HARD for a table that user
    /// space keeps, and for an entry that names no page of the guest's memory.
    /// </returns>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_64_vio_hv.c", 44, Version = "v3.6")]
    internal static long kvmppc_h_put_tce(kvm_vcpu* vcpu, ulong liobn,
                                          ulong ioba, ulong tce)
    {
        kvm* kvm = vcpu->kvm;
        kvmppc_spapr_tce_table* stt;

        // PORT: E41: as written a table may go meanwhile, and its pointer to the next one with it
        for (stt = kvmppc_spapr_tce_table.list_entry(READ_ONCE(&kvm->arch.spapr_tce_tables.next));      // list_for_each_entry
             &stt->list != &kvm->arch.spapr_tce_tables;
             stt = kvmppc_spapr_tce_table.list_entry(READ_ONCE(&stt->list.next))) {
            if (stt == null || stt->kvm != kvm)         // PORT: E41: where the C would use what was freed
                oops_freed("struct kvmppc_spapr_tce_table");
            if (stt->liobn == liobn) {
                ulong idx = ioba >> SPAPR_TCE_SHIFT;
                page* page;
                ulong* tbl;
                ulong npages;                           // PORT: E22

                if (ioba >= stt->window_size)
                    return H_PARAMETER;
                if (corrected(E63)) {                   // PORT: E63: as written nothing else is checked
                    if ((ioba & IOMMU_PAGE_OFFSET) != 0)
                        return H_PARAMETER;
                    if (!kvmppc_tce_valid(kvm, tce))
                        return H_TOO_HARD;
                }

                // PORT: a window that ends inside the span of a page lets the C read one pointer too many
                npages = ((stt->window_size >> SPAPR_TCE_SHIFT) + TCES_PER_PAGE - 1) / TCES_PER_PAGE;
                if (idx / TCES_PER_PAGE >= npages)      // PORT: where the C would read past the array
                    oops_out_of_bounds("pages", (long)(idx / TCES_PER_PAGE), npages);
                page = stt->pages[idx / TCES_PER_PAGE];
                tbl = (ulong*)lowmem_page_address(page);

                WRITE_ONCE(&tbl[idx % TCES_PER_PAGE], tce);
                return H_SUCCESS;
            }
        }

        // Not a table of the kernel's
        return H_TOO_HARD;
    }

    // PORT: E63: an entry that permits nothing may hold anything; any other names a 4 KB page of the guest's memory.
    [RealMode]
    private static bool kvmppc_tce_valid(kvm* kvm, ulong tce) =>
        (tce & TCE_PERMISSIONS) == 0 ||
        ((tce & IOMMU_PAGE_OFFSET & ~TCE_PERMISSIONS) == 0 && builtin_gfn_to_memslot(kvm, tce >> PAGE_SHIFT) != null);
}
