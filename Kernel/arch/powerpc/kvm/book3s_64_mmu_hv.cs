// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s_64_mmu_hv.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright 2010 Paul Mackerras, IBM Corp. <paulus@au1.ibm.com>

using static Linux.include.linux.string_h;
using static Linux.include.linux.kvm_host_h;
using static Linux.include.linux.gfp_h;
using static Linux.include.linux.vmalloc_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.asm.hvcall_h;
using static Linux.include.asm.cputable_h;

// PORT: not among the includes of the C file
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s_hv;
using static Linux.book3s_hv_builtin;
using static Linux.book3s_hv_rm_mmu;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.kvm_asm_h;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.kvm_host_h;
using static Linux.include.asm.page_h;
using static Linux.include.asm.processor_h;
using static Linux.include.asm.reg_h;
using static Linux.include.asm.uaccess_h;
using static Linux.include.linux.bitops_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.errno_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.linux.mm_h;
using static Linux.include.linux.page_flags_h;
using static Linux.include.linux.preempt_h;
using static Linux.include.linux.spinlock_h;
using static Linux.include.port.block_h;
using static Linux.include.port.data_h;
using static Linux.include.port.errata_h;
using static Linux.kvm_main;

namespace Linux;

/// <summary>The half of the memory management that runs with translation on: the table itself, the VRMA and the pinning of pages.</summary>
internal static unsafe class book3s_64_mmu_hv
{
    // The VRMA is mapped by 16 MB pages, in a 1 TB segment that nothing else uses.
    private const int VRMA_PAGE_ORDER = 24;
    private const ulong VRMA_VSID = 0x1ffffffUL;

    // Logical partition IDs have 10 bits on POWER7 and 6 on PPC970.
    private const ulong MAX_LPID_970 = 63;
    private const ulong NR_LPIDS = LPID_RSVD + 1;
    internal static ulong* lpid_inuse;      // PORT: lies in the kernel's data section

    /// <summary>PORT: lays out the file's static data, as the C's linker does.</summary>
    internal static void __data() => lpid_inuse = (ulong*)data("lpid_inuse", (ulong)BITS_TO_LONGS((int)NR_LPIDS) * sizeof(ulong));

    /// <summary>Gives a new virtual machine its hashed page table, the reverse map beside it and an LPID.</summary>
    /// <returns>0 or -ENOMEM.</returns>
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 46)]
    internal static long kvmppc_alloc_hpt(kvm* kvm)
    {
        ulong hpt;
        ulong lpid;
        vmalloc_ptr<revmap_entry> rev;

        // The table itself
        hpt = __get_free_pages(GFP_KERNEL | __GFP_ZERO | __GFP_REPEAT | __GFP_NOWARN,
                               HPT_ORDER - PAGE_SHIFT, table(kvm, "HPT"));
        if (hpt == 0) {
            pr_err("kvm_alloc_hpt: Couldn't alloc HPT\n");
            return -ENOMEM;
        }
        kvm->arch.hpt_virt = hpt;

        // The reverse map
        if (corrected(E20))                             // PORT: E20: as written it is not zeroed
            rev = vzalloc<revmap_entry>((ulong)sizeof(revmap_entry) * HPT_NPTE, table(kvm, "revmap"));
        else
            rev = vmalloc<revmap_entry>((ulong)sizeof(revmap_entry) * HPT_NPTE, table(kvm, "revmap"));
        if (rev.is_null) {
            pr_err("kvmppc_alloc_hpt: Couldn't alloc reverse map array\n");
            goto out_freehpt;
        }
        kvm->arch.revmap = rev;

        // The logical partition ID
        do {
            lpid = find_first_zero_bit(lpid_inuse, nr_lpids);   // PORT: E26
            if (lpid >= nr_lpids) {
                pr_err("kvm_alloc_hpt: No LPIDs free\n");
                goto out_freeboth;
            }
        } while (test_and_set_bit(lpid, lpid_inuse));

        kvm->arch.sdr1 = __pa(hpt) | (HPT_ORDER - 18);
        kvm->arch.lpid = (uint)lpid;

        pr_info($"KVM guest htab at {hpt:x}, LPID {lpid:x}\n");
        return 0;

    out_freeboth:
        vfree(rev);
        if (corrected(E20))
            kvm->arch.revmap = vmalloc_ptr<revmap_entry>.NULL;
    out_freehpt:
        free_pages(hpt, HPT_ORDER - PAGE_SHIFT);
        if (corrected(E20))                             // PORT: E20: as written the pointers dangle
            kvm->arch.hpt_virt = 0;
        return -ENOMEM;
    }

    // PORT: E26: as written PPC970 hands out LPIDs that its 6-bit field cannot hold.
    private static ulong nr_lpids => corrected(E26) && !cpu_has_feature(CPU_FTR_ARCH_206) ? MAX_LPID_970 + 1 : NR_LPIDS;

    /// <summary>Takes back what <see cref="kvmppc_alloc_hpt"/> gave.</summary>
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 91)]
    internal static void kvmppc_free_hpt(kvm* kvm)
    {
        clear_bit(kvm->arch.lpid, lpid_inuse);
        vfree(kvm->arch.revmap);
        free_pages(kvm->arch.hpt_virt, HPT_ORDER - PAGE_SHIFT);
    }

    /// <summary>Maps the slot at guest address 0 as the virtual real mode area: one bolted 16 MB entry per page, each in its own group.</summary>
    // PORT: E07: returns the result of the first H_ENTER that fails; void in the C.
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 98)]
    internal static long kvmppc_map_vrma(kvm_vcpu* vcpu, kvm_memory_slot* memslot)
    {
        kvm* kvm = vcpu->kvm;
        ulong i;
        ulong npages;
        ulong hp_v, hp_r;
        ulong addr, hash;
        int porder = (int)kvm->arch.ram_porder;
        long ret = H_SUCCESS;
        ulong gpr4 = vcpu->arch.gpr[4];                 // PORT: E08

        npages = (ulong)kvm->arch.slot_npages[memslot->id];

        // A VRMA has at most 1 TB
        if (npages > 1ul << (40 - porder))
            npages = 1ul << (40 - porder);
        // and at most one entry in each group
        if (npages > HPT_NPTEG)
            npages = HPT_NPTEG;

        for (i = 0; i < npages; ++i) {
            addr = i << porder;
            // the virtual address has more than 64 bits, so the hash is computed here
            hash = (i ^ (VRMA_VSID ^ (VRMA_VSID << 25))) & HPT_HASH_MASK;
            // Entry 7 of a group that is no other page's: free, since
            // nothing was entered before the first run.
            hash = (hash << 3) + 7;
            hp_v = HPTE_V_1TB_SEG | (VRMA_VSID << (40 - 16)) |
                (i << (VRMA_PAGE_ORDER - 16)) | HPTE_V_BOLTED |
                HPTE_V_LARGE | HPTE_V_VALID;
            hp_r = addr | HPTE_R_R | HPTE_R_C | HPTE_R_M | PP_RWXX;
            if (corrected(E07) && READ_ONCE((ulong*)(kvm->arch.hpt_virt + (hash << 4))) == hp_v)
                continue;                               // PORT: E07: an earlier attempt came this far
            if (corrected(E05))                         // PORT: E05: a guest has run before the slot was deleted and set again
                kvmppc_evict_hpte(kvm, hash);
            ret = kvmppc_virtmode_h_enter(vcpu, H_EXACT, (long)hash, hp_v, hp_r);
            if (ret != H_SUCCESS) {
                pr_err($"KVM: map_vrma at {addr:x} failed, ret={ret}\n");
                break;
            }
        }
        if (corrected(E08))                             // PORT: E08: as written the guest's r4 is lost
            vcpu->arch.gpr[4] = gpr4;
        return ret;                                     // PORT: E07: as written nothing is returned
    }

    // PORT: E05: takes an entry of the guest's out of a place that the host needs.
    private static void kvmppc_evict_hpte(kvm* kvm, ulong pte_index)
    {
        ulong* hpte = (ulong*)(kvm->arch.hpt_virt + (pte_index << 4));
        ulong v, gfn;

        if ((READ_ONCE(&hpte[0]) & (HPTE_V_VALID | HPTE_V_HVLOCK)) == 0)
            return;
        preempt_disable();
        while (try_lock_hpte(hpte, HPTE_V_HVLOCK) == 0)
            cpu_relax();
        v = READ_ONCE(&hpte[0]);
        gfn = (READ_ONCE(ref kvm->arch.revmap[pte_index].guest_rpte) & HPTE_R_RPN) >> PAGE_SHIFT;
        if ((v & HPTE_V_VALID) != 0)
            kvmppc_take_hpte(kvm, gfn_to_memslot(kvm, gfn), pte_index, v);
        else
            WRITE_ONCE(&hpte[0], 0);
        preempt_enable();
    }

    // PORT: E05: takes a valid entry, whose lock the caller holds, out of the table, and its translation out of every TLB.
    private static void kvmppc_take_hpte(kvm* kvm, kvm_memory_slot* memslot, ulong pte_index, ulong v)
    {
        ulong* hpte = (ulong*)(kvm->arch.hpt_virt + (pte_index << 4));

        WRITE_ONCE(&hpte[0], v & ~HPTE_V_VALID);
        kvmppc_flush_tlb_entry(kvm, compute_tlbie_rb(v, READ_ONCE(&hpte[1]), pte_index));
        if (memslot != null)                            // PORT: E42
            note_changed(memslot, v, READ_ONCE(&hpte[1]), READ_ONCE(ref kvm->arch.revmap[pte_index].guest_rpte));
        WRITE_ONCE(&hpte[0], 0);
    }

    // PORT: E05: takes every entry out of the table that maps an address of a slot as it was.
    internal static void kvmppc_unmap_memslot(kvm* kvm, kvm_memory_slot* old)
    {
        ulong i;
        ulong* hpte;
        ulong v, r, gfn;

        for (i = 0; i < HPT_NPTE; ++i) {
            hpte = (ulong*)(kvm->arch.hpt_virt + (i << 4));
            // invalid but locked: H_PROTECT or H_REMOVE is at it, and it may come back valid
            if ((READ_ONCE(&hpte[0]) & (HPTE_V_VALID | HPTE_V_HVLOCK)) == 0)
                continue;
            preempt_disable();
            while (try_lock_hpte(hpte, HPTE_V_HVLOCK) == 0)
                cpu_relax();
            v = READ_ONCE(&hpte[0]);
            r = READ_ONCE(&hpte[1]);
            gfn = (READ_ONCE(ref kvm->arch.revmap[i].guest_rpte) & HPTE_R_RPN) >> PAGE_SHIFT;
            if ((v & HPTE_V_VALID) == 0 || gfn < old->base_gfn || gfn >= old->base_gfn + old->npages ||
                slot_maps(kvm, gfn, r)) {
                WRITE_ONCE(&hpte[0], v & ~HPTE_V_HVLOCK);
            } else {
                kvmppc_take_hpte(kvm, old, i, v);
            }
            preempt_enable();
        }
    }

    // PORT: E05: whether the slots as they are now put that host page there: then the entry is newer than the change.
    private static bool slot_maps(kvm* kvm, ulong gfn, ulong r)
    {
        kvm_memory_slot* memslot = gfn_to_memslot(kvm, gfn);
        vmalloc_ptr<ulong> physp;
        ulong pa;

        if (memslot == null || (memslot->flags & KVM_MEMSLOT_INVALID) != 0)
            return false;
        physp = kvm->arch.slot_phys[memslot->id];
        if (physp.is_null)
            return false;
        pa = READ_ONCE(ref physp[(gfn - memslot->base_gfn) >> ((int)kvm->arch.ram_porder - PAGE_SHIFT)]) & PAGE_MASK;
        return pa != 0 && (r & HPTE_R_RPN & ~(kvm->arch.ram_psize - 1)) == pa;
    }

    /// <summary>KVM_GET_DIRTY_LOG in hypervisor mode: copies a slot's log to user space and begins a new one.</summary>
    /// <returns>0; -EINVAL for a slot that is none; -ENOENT for one without a log; -EFAULT, and the log stays as it was.</returns>
    // PORT: E42: the bitmap has two halves. Bits are collected in the first; the second is what user space gets.
    [MustHold("kvm->slots_lock")]
    internal static int kvmppc_hv_get_dirty_log(kvm* kvm, kvm_dirty_log* log)
    {
        kvm_memory_slot* memslot;
        vmalloc_ptr<ulong> map, buf;
        kvm_vcpu* vcpu;
        lppaca* vpa;
        ulong i, n;
        int j;

        if (log->slot >= KVM_MEMORY_SLOTS)
            return -EINVAL;
        memslot = id_to_memslot(kvm->memslots, (int)log->slot);
        map = memslot->dirty_bitmap;
        if (map.is_null)
            return -ENOENT;

        harvest_changed(kvm, memslot);
        note_real_mode_area(kvm, memslot);
        for (j = 0; kvm_for_each_vcpu(j, out vcpu, kvm); j++) {
            spin_lock(&vcpu->arch.vpa_update_lock);     // its page stays pinned meanwhile
            vpa = READ_ONCE(&vcpu->arch.vpa);
            if (vpa != null)
                note_host_store(kvm, virt_to_page(vpa));
            spin_unlock(&vcpu->arch.vpa_update_lock);
        }

        n = kvm_dirty_bitmap_bytes(memslot) / sizeof(ulong);
        buf = map + n;
        for (i = 0; i < n; ++i)
            WRITE_ONCE(ref buf[i], xchg(ref map[i], 0));
        if (copy_to_user((void*)log->dirty_bitmap, buf, n * sizeof(ulong)) == 0)
            return 0;
        for (i = 0; i < n; ++i)
            set_bits(READ_ONCE(ref buf[i]), real_vmalloc_addr(map + i));
        return -EFAULT;
    }

    // PORT: E42: moves the change bits of the entries that map a slot into its log. An entry stays valid meanwhile: if it were not, a
    // guest's access would be a fault of the guest. A store by an old translation is complete when the translation is gone, which is
    // before user space gets this log; a later one sets C again.
    private static void harvest_changed(kvm* kvm, kvm_memory_slot* memslot)
    {
        ulong i;
        ulong* hpte;
        ulong v, r, gr, gfn;

        for (i = 0; i < HPT_NPTE; ++i) {
            hpte = (ulong*)(kvm->arch.hpt_virt + (i << 4));
            if ((READ_ONCE(&hpte[1]) & HPTE_R_C) == 0 ||
                (READ_ONCE(&hpte[0]) & (HPTE_V_VALID | HPTE_V_HVLOCK)) == 0)
                continue;
            preempt_disable();
            while (try_lock_hpte(hpte, HPTE_V_HVLOCK) == 0)
                cpu_relax();
            v = READ_ONCE(&hpte[0]);
            r = READ_ONCE(&hpte[1]);
            gr = READ_ONCE(ref kvm->arch.revmap[i].guest_rpte);
            gfn = (gr & HPTE_R_RPN) >> PAGE_SHIFT;
            if ((v & HPTE_V_VALID) != 0 && (r & HPTE_R_C) != 0 &&
                gfn >= memslot->base_gfn && gfn < memslot->base_gfn + memslot->npages) {
                // first where the guest finds it, then out of the entry
                WRITE_ONCE(ref kvm->arch.revmap[i].guest_rpte, gr | HPTE_R_C);
                clear_bits(HPTE_R_C, &hpte[1]);
                kvmppc_flush_tlb_entry(kvm, compute_tlbie_rb(v, r, i));
                note_changed(memslot, v, r, gr);
            }
            WRITE_ONCE(&hpte[0], v & ~HPTE_V_HVLOCK);
            preempt_enable();
        }
    }

    // PORT: E42: the pages of an entry with C are dirty.
    private static void note_changed(kvm_memory_slot* memslot, ulong v, ulong r, ulong guest_rpte)
    {
        ulong psize = hpte_page_size(v, guest_rpte);

        if (corrected(E42) && (r & HPTE_R_C) != 0)
            kvmppc_update_dirty_map(memslot, (guest_rpte & HPTE_R_RPN & ~(psize - 1)) >> PAGE_SHIFT, psize);
    }

    // PORT: E42: in real mode a guest stores to its real mode area without the table, so no C records it: all of it counts as dirty.
    private static void note_real_mode_area(kvm* kvm, kvm_memory_slot* memslot)
    {
        vmalloc_ptr<ulong> physp = kvm->arch.slot_phys[memslot->id];
        ulong i, pa;

        for (i = 0; i < (ulong)kvm->arch.slot_npages[memslot->id]; ++i) {
            pa = READ_ONCE(ref physp[i]);
            if (pa != 0 && (pa & KVMPPC_GOT_PAGE) == 0)
                kvmppc_update_dirty_map(memslot, memslot->base_gfn + (i << ((int)kvm->arch.ram_porder - PAGE_SHIFT)), kvm->arch.ram_psize);
        }
    }

    // PORT: E42: a page that the host has pinned and writes to itself, such as a VPA, is dirty in the log of its slot.
    private static void note_host_store(kvm* kvm, page* page)
    {
        kvm_memslots* slots = kvm_memslots(kvm);
        kvm_memory_slot* memslot;
        vmalloc_ptr<ulong> physp;
        ulong i, pa, offset;

        for (memslot = &slots->memslots[0]; kvm_for_each_memslot(memslot, slots); memslot++) {
            physp = kvm->arch.slot_phys[memslot->id];
            if (memslot->dirty_bitmap.is_null || physp.is_null)
                continue;
            for (i = 0; i < (ulong)kvm->arch.slot_npages[memslot->id]; ++i) {
                pa = READ_ONCE(ref physp[i]) & PAGE_MASK;
                offset = (page_to_pfn(page) << PAGE_SHIFT) - pa;
                if (pa != 0 && offset < kvm->arch.ram_psize)
                    kvmppc_update_dirty_map(memslot,
                        memslot->base_gfn + (((i << (int)kvm->arch.ram_porder) + offset) >> PAGE_SHIFT), PAGE_SIZE);
            }
        }
    }

    /// <summary>Reserves the LPIDs that no guest may have.</summary>
    /// <returns>0, or -EINVAL on a processor without hypervisor mode.</returns>
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 141)]
    internal static int kvmppc_mmu_hv_init()
    {
        ulong host_lpid, rsvd_lpid;

        if (!cpu_has_feature(CPU_FTR_HVMODE))
            return -EINVAL;

        memset(lpid_inuse, 0, (ulong)BITS_TO_LONGS((int)NR_LPIDS) * sizeof(ulong));

        if (cpu_has_feature(CPU_FTR_ARCH_206)) {
            host_lpid = mfspr(SPRN_LPID);               // POWER7
            rsvd_lpid = LPID_RSVD;
        } else {
            host_lpid = 0;                              // PPC970
            rsvd_lpid = MAX_LPID_970;
        }

        set_bit(host_lpid, lpid_inuse);
        // partition switching goes through this one
        set_bit(rsvd_lpid, lpid_inuse);

        return 0;
    }

    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 165)]
    internal static void kvmppc_mmu_destroy(kvm_vcpu* vcpu)
    {
    }

    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 169)]
    private static void kvmppc_mmu_book3s_64_hv_reset_msr(kvm_vcpu* vcpu)
    {
        kvmppc_set_msr(vcpu, MSR_SF | MSR_ME);
    }

    /// <summary>Looks up and pins the 16 MB page behind a guest frame, unless slot_phys[] has it already.</summary>
    /// <returns>0 or -EINVAL.</returns>
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 178)]
    private static long kvmppc_get_guest_page(kvm* kvm, ulong gfn,
                                              kvm_memory_slot* memslot)
    {
        ulong start;
        long np;
        page* page;
        page** pages = stackalloc page*[1];
        vmalloc_ptr<ulong> physp;
        ulong pfn, i;

        physp = kvm->arch.slot_phys[memslot->id];
        if (physp.is_null)
            return -EINVAL;
        i = (gfn - memslot->base_gfn) >> ((int)kvm->arch.ram_porder - PAGE_SHIFT);
        if (READ_ONCE(ref physp[i]) != 0)
            return 0;

        page = null;
        if (corrected(E03))                             // PORT: E03: the first frame of the 16 MB, so that the page found is a head
            start = gfn_to_hva_memslot(memslot, memslot->base_gfn + (i << ((int)kvm->arch.ram_porder - PAGE_SHIFT)));
        else
            start = gfn_to_hva_memslot(memslot, gfn);

        // Bring the page in and take a reference
        np = get_user_pages_fast(start, 1, 1, pages);
        if (np != 1)
            return -EINVAL;
        page = pages[0];

        // Nothing but a 16 MB page will do
        if (!PageHead(page) ||
            compound_order(page) != (int)kvm->arch.ram_porder - PAGE_SHIFT) {
            pr_err($"page at {start:x} isn't 16MB (o={compound_order(page)})\n");
            put_page(page);
            return -EINVAL;
        }
        pfn = page_to_pfn(page);

        spin_lock(&kvm->arch.slot_phys_lock);
        if (READ_ONCE(ref physp[i]) == 0)
            WRITE_ONCE(ref physp[i], (pfn << PAGE_SHIFT) | KVMPPC_GOT_PAGE);
        else
            put_page(page);
        spin_unlock(&kvm->arch.slot_phys_lock);

        return 0;
    }

    /// <summary>H_ENTER with translation on: pins the page, then does what real mode could not.</summary>
    /// <returns>As <see cref="kvmppc_h_enter"/>, but never H_TOO_HARD; H_PARAMETER where the page cannot be had.</returns>
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 227)]
    internal static long kvmppc_virtmode_h_enter(kvm_vcpu* vcpu, ulong flags,
                                                 long pte_index, ulong pteh, ulong ptel)
    {
        kvm* kvm = vcpu->kvm;
        ulong psize, gpa, gfn;
        kvm_memory_slot* memslot;
        long ret;

        psize = hpte_page_size(pteh, ptel);
        if (psize == 0)
            return H_PARAMETER;
        if (corrected(E27) &&                           // PORT: E27: as written the page of a call that is then refused stays pinned
            (!kvmppc_h_enter_v_valid(pteh, psize) || !kvmppc_h_enter_wimg_valid(ptel) || (ulong)pte_index >= HPT_NPTE))
            return H_PARAMETER;

        // Which slot holds the address, if any?
        gpa = (ptel & HPTE_R_RPN) & ~(psize - 1);
        gfn = gpa >> PAGE_SHIFT;
        memslot = gfn_to_memslot(kvm, gfn);
        if (memslot == null || (memslot->flags & KVM_MEMSLOT_INVALID) != 0)
            return H_PARAMETER;
        if (kvmppc_get_guest_page(kvm, gfn, memslot) < 0)
            return H_PARAMETER;

        preempt_disable();
        ret = kvmppc_h_enter(vcpu, flags, pte_index, pteh, ptel);
        preempt_enable();
        if (ret == H_TOO_HARD) {
            // with the page pinned there is nothing left to be too hard
            pr_err("KVM: Oops, kvmppc_h_enter returned too hard!\n");
            ret = H_RESOURCE;
        }
        return ret;
    }

    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 260)]
    private static int kvmppc_mmu_book3s_64_hv_xlate(kvm_vcpu* vcpu, ulong eaddr,
                                                     kvmppc_pte* gpte, bool data)
    {
        return -ENOENT;
    }

    /// <summary>Pins the page that holds a guest address, for the host's own use.</summary>
    /// <param name="kvm">The virtual machine.</param>
    /// <param name="gpa">The guest address.</param>
    /// <param name="nb_ret">Gets the bytes from there to the end of the 16 MB page; may be null.</param>
    /// <returns>A host address, or null.</returns>
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 266)]
    internal static void* kvmppc_pin_guest_page(kvm* kvm, ulong gpa,
                                                ulong* nb_ret)
    {
        kvm_memory_slot* memslot;
        ulong gfn = gpa >> PAGE_SHIFT;
        page* page;
        ulong offset;
        ulong pfn, pa;
        vmalloc_ptr<ulong> physp;

        memslot = gfn_to_memslot(kvm, gfn);
        if (memslot == null || (memslot->flags & KVM_MEMSLOT_INVALID) != 0)
            return null;
        physp = kvm->arch.slot_phys[memslot->id];
        if (physp.is_null)
            return null;
        physp += (gfn - memslot->base_gfn) >>
            ((int)kvm->arch.ram_porder - PAGE_SHIFT);
        pa = READ_ONCE(ref physp[0]);
        if (pa == 0) {
            if (kvmppc_get_guest_page(kvm, gfn, memslot) < 0)
                return null;
            pa = READ_ONCE(ref physp[0]);
        }
        pfn = pa >> PAGE_SHIFT;
        offset = gpa & (kvm->arch.ram_psize - 1);
        if (nb_ret != null)
            *nb_ret = kvm->arch.ram_psize - offset;
        if (corrected(E25)) {                           // PORT: E25: in an RMA the 16 MB are many pages; count on the one that unpin will find
            pfn += offset >> PAGE_SHIFT;
            offset &= ~PAGE_MASK;
        }
        page = pfn_to_page(pfn);                        // PORT: E25: the C does this before the offset is known
        get_page(page);                                 // PORT: E25
        kvm_get_rma_of(pfn);                            // PORT: E05
        return page_address(page) + offset;
    }

    /// <summary>Drops the reference of <see cref="kvmppc_pin_guest_page"/>.</summary>
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 299)]
    internal static void kvmppc_unpin_guest_page(kvm* kvm, void* va)
    {
        page* page = virt_to_page(va);
        ulong pfn = page_to_pfn(page);                  // PORT: E05

        if (corrected(E42))                             // PORT: E42: what the host wrote there since the last log is not forgotten
            note_host_store(kvm, page);
        page = compound_head(page);
        put_page(page);
        kvm_put_rma_of(pfn);                            // PORT: E05: last, since the next machine may have the area from here on
    }

    /// <summary>Fills in a new vcpu's translation hooks.</summary>
    [PortOf("arch/powerpc/kvm/book3s_64_mmu_hv.c", 307)]
    internal static void kvmppc_mmu_book3s_hv_init(kvm_vcpu* vcpu)
    {
        kvmppc_mmu* mmu = &vcpu->arch.mmu;

        if (cpu_has_feature(CPU_FTR_ARCH_206))
            vcpu->arch.slb_nr = 32;                     // POWER7
        else
            vcpu->arch.slb_nr = 64;

        mmu->xlate = &kvmppc_mmu_book3s_64_hv_xlate;
        mmu->reset_msr = &kvmppc_mmu_book3s_64_hv_reset_msr;

        vcpu->arch.hflags |= BOOK3S_HFLAG_SLB;
    }
}
