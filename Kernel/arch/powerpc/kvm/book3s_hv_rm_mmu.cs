// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s_hv_rm_mmu.c, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright 2010-2011 Paul Mackerras, IBM Corp. <paulus@au1.ibm.com>

using static Linux.include.linux.kvm_host_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.asm.hvcall_h;
using static Linux.include.asm.ppc_opcode_h;

// PORT: not among the includes of the C file
using System.Runtime.CompilerServices;
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s_hv_release;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.cputable_h;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.paca_h;
using static Linux.include.asm.page_h;
using static Linux.include.asm.pgtable_h;
using static Linux.include.asm.processor_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.bitops_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.port.errata_h;
using static Linux.include.port.oops_h;

namespace Linux;

/// <summary>
/// The hypercalls on the hashed page table. They run in real mode, between two instructions of the guest, and may not sleep; what they
/// cannot do there they answer with H_TOO_HARD, and the virtual mode finishes it.
/// </summary>
internal static unsafe class book3s_hv_rm_mmu
{
    // The copy that code outside of the module kvm.ko can call.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    [PortOf("arch/powerpc/kvm/book3s_hv_rm_mmu.c", 29)]
    internal static kvm_memory_slot* builtin_gfn_to_memslot(kvm* kvm, ulong gfn)
    {
        kvm_memslots* slots;
        kvm_memory_slot* memslot;

        slots = kvm_memslots(kvm);
        for (memslot = &slots->memslots[0]; kvm_for_each_memslot(memslot, slots); memslot++)
            if (gfn >= memslot->base_gfn &&
                gfn < memslot->base_gfn + memslot->npages)
                return memslot;
        return null;
    }

    // From an address in vmalloc space to the one at which real mode finds the same word.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    [PortOf("arch/powerpc/kvm/book3s_hv_rm_mmu.c", 44)]
    internal static T* real_vmalloc_addr<T>(vmalloc_ptr<T> x) where T : unmanaged
    {
        ulong addr;
        pte_t p;

        p = find_linux_pte(x);      // PORT: by value; the pointer carries the bounds of its area
        if (!pte_present(p))
            return null;
        addr = pte_real(p);         // PORT: page number and offset in the page are not parted, so they need not be joined
        return (T*)__va(addr);
    }

    /// <summary>H_ENTER (LoPAR 14.5.4.1.2): puts an entry into the table.</summary>
    /// <param name="vcpu">The caller; on success its r4 gets the index of the entry.</param>
    /// <param name="flags">H_EXACT: this entry and no other of its group.</param>
    /// <param name="pte_index">Index of the entry, or of any in its group.</param>
    /// <param name="pteh">The entry's first doubleword.</param>
    /// <param name="ptel">Its second doubleword, with the guest's own address.</param>
    /// <returns>
    /// H_SUCCESS; H_PTEG_FULL; H_PARAMETER for an index, page size, address or WIMG that cannot be; H_TOO_HARD while the page behind the
    /// address is not pinned.
    /// </returns>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rm_mmu.c", 57)]
    internal static long kvmppc_h_enter(kvm_vcpu* vcpu, ulong flags,
                                        long pte_index, ulong pteh, ulong ptel)
    {
        kvm* kvm = vcpu->kvm;
        ulong i, pa, gpa, gfn, psize;
        ulong slot_fn;
        ulong* hpte;
        revmap_entry* rev;
        ulong g_ptel = ptel;
        kvm_memory_slot* memslot;
        vmalloc_ptr<ulong> physp;
        ulong pte_size;
        ulong* entry;                                   // PORT: physp in real mode; the C asks here which mode it is in

        psize = hpte_page_size(pteh, ptel);
        if (psize == 0)
            return H_PARAMETER;
        if (!kvmppc_h_enter_v_valid(pteh, psize))       // PORT: E17
            return H_PARAMETER;

        // Which slot holds the address, if any?
        gpa = (ptel & HPTE_R_RPN) & ~(psize - 1);
        gfn = gpa >> PAGE_SHIFT;
        memslot = builtin_gfn_to_memslot(kvm, gfn);
        if (!(memslot != null && (memslot->flags & KVM_MEMSLOT_INVALID) == 0))
            return H_PARAMETER;
        slot_fn = gfn - memslot->base_gfn;
        if (corrected(E01))                             // PORT: E01: the array has one entry per ram_psize, not per PAGE_SIZE
            slot_fn >>= (int)kvm->arch.ram_porder - PAGE_SHIFT;

        physp = kvm->arch.slot_phys[memslot->id];
        if (physp.is_null)
            return H_PARAMETER;
        physp += slot_fn;
        // PORT: the C converts only in real mode and else reads through the vmalloc mapping; the linear alias is good in both.
        entry = real_vmalloc_addr(physp);
        if (entry == null)                              // PORT: where the C would follow a null pointer
            oops_out_of_bounds(kvm->arch.slot_phys[memslot->id], slot_fn);
        pa = READ_ONCE(entry);
        if (pa == 0)
            return H_TOO_HARD;
        pa &= PAGE_MASK;

        pte_size = kvm->arch.ram_psize;
        if (pte_size < psize)
            return H_PARAMETER;
        if (pa != 0 && pte_size > psize)
            pa |= gpa & (pte_size - 1);

        if (corrected(E16))                             // PORT: E16: bits 62:60 are not part of the address
            ptel &= ~(HPTE_R_RPN & ~(psize - 1));
        else
            ptel &= ~(HPTE_R_PP0 - psize);
        ptel |= pa;
        if (corrected(E42) && !memslot->dirty_bitmap.is_null)
            ptel &= ~HPTE_R_C;                          // PORT: E42: set by stores from now on; the reverse map keeps the guest's C

        // Only memory: cacheable and coherent, or strongly ordered accesses to it
        if (!kvmppc_h_enter_wimg_valid(ptel))           // PORT: the C's condition, in a function of its own
            return H_PARAMETER;
        pteh &= ~0x60UL;
        pteh |= HPTE_V_VALID;

        if ((ulong)pte_index >= HPT_NPTE)
            return H_PARAMETER;
        if (likely((flags & H_EXACT) == 0)) {
            pte_index &= ~7L;
            hpte = (ulong*)(kvm->arch.hpt_virt + ((ulong)pte_index << 4));
            for (i = 0; i < 8; ++i) {
                if ((READ_ONCE(hpte) & HPTE_V_VALID) == 0 &&
                    try_lock_hpte(hpte, HPTE_V_HVLOCK | HPTE_V_VALID) != 0)
                    break;
                hpte += 2;
            }
            if (i == 8) {
                // A free entry may have been passed over because another
                // processor held its lock for a moment; now wait for each
                // lock in turn before the group counts as full.
                hpte -= 16;
                for (i = 0; i < 8; ++i) {
                    while (try_lock_hpte(hpte, HPTE_V_HVLOCK) == 0)
                        cpu_relax();
                    if ((READ_ONCE(hpte) & HPTE_V_VALID) == 0)
                        break;
                    WRITE_ONCE(hpte, READ_ONCE(hpte) & ~HPTE_V_HVLOCK);
                    hpte += 2;
                }
                if (i == 8)
                    return H_PTEG_FULL;
            }
            pte_index += (long)i;
        } else {
            hpte = (ulong*)(kvm->arch.hpt_virt + ((ulong)pte_index << 4));
            if (try_lock_hpte(hpte, HPTE_V_HVLOCK | HPTE_V_VALID) == 0) {
                // Taken or only locked? Wait for the lock to find out.
                while (try_lock_hpte(hpte, HPTE_V_HVLOCK) == 0)
                    cpu_relax();
                if ((READ_ONCE(hpte) & HPTE_V_VALID) != 0) {
                    WRITE_ONCE(hpte, READ_ONCE(hpte) & ~HPTE_V_HVLOCK);
                    return H_PTEG_FULL;
                }
            }
        }

        // Remember the guest's own second doubleword
        rev = real_vmalloc_addr(kvm->arch.revmap + (ulong)pte_index);
        if (rev != null)
            WRITE_ONCE(&rev->guest_rpte, g_ptel);
        WRITE_ONCE(&hpte[1], ptel);
        eieio();
        WRITE_ONCE(&hpte[0], pteh);
        ptesync();
        vcpu->arch.gpr[4] = (ulong)pte_index;
        return H_SUCCESS;
    }
    // EXPORT_SYMBOL_GPL(kvmppc_h_enter)

    // PORT: E17: what the architecture says of the first doubleword, and the C does not ask: no reserved segment size, and an even
    // number of 8 MB in a 16 MB page.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool kvmppc_h_enter_v_valid(ulong pteh, ulong psize) =>
        ((long)pteh >= 0 && !(psize == 1ul << 24 && (pteh & 0x80) != 0)) || !corrected(E17);

    // PORT: the condition on WIMG, in a function of its own because E27 asks it a second time. E17: PPC970 has no strong access order.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool kvmppc_h_enter_wimg_valid(ulong ptel) =>
        (ptel & HPTE_R_WIMG) == HPTE_R_M ||
        ((ptel & HPTE_R_WIMG) == (HPTE_R_W | HPTE_R_I | HPTE_R_M) && !(corrected(E17) && cpu_has_feature(CPU_FTR_ARCH_201)));

    // PORT: E13: what the guest may see of an entry: its own second doubleword, with what the hardware recorded.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong guest_view(ulong guest_rpte, ulong r) =>
        (guest_rpte & ~(HPTE_R_R | HPTE_R_C)) | (r & (HPTE_R_R | HPTE_R_C));

    // PORT: E13, E42: an entry's second doubleword as the guest gave it.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong guest_rpte(kvm* kvm, ulong pte_index)
    {
        revmap_entry* rev = real_vmalloc_addr(kvm->arch.revmap + pte_index);

        return rev != null ? READ_ONCE(&rev->guest_rpte) : 0;
    }

    // PORT: E42: the change bit that the dirty log, or H_ENTER for it, has taken out of an entry. To the guest it is still set.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong logged_c(kvm* kvm, ulong pte_index) =>
        corrected(E42) && READ_ONCE(&kvm->arch.had_dirty_log) != 0 ? guest_rpte(kvm, pte_index) & HPTE_R_C : 0;

    // PORT: E42: marks the pages of an entry that goes in the dirty log of their slot, if the entry's change bit is set.
    [RealMode]
    private static void note_changed(kvm* kvm, ulong pte_index, ulong v, ulong r)
    {
        ulong gr, psize, gfn;
        kvm_memory_slot* memslot;

        if (!corrected(E42) || (r & HPTE_R_C) == 0 || READ_ONCE(&kvm->arch.had_dirty_log) == 0)
            return;
        gr = guest_rpte(kvm, pte_index);
        psize = hpte_page_size(v, gr);
        gfn = (gr & HPTE_R_RPN & ~(psize - 1)) >> PAGE_SHIFT;
        memslot = builtin_gfn_to_memslot(kvm, gfn);
        if (memslot != null)
            kvmppc_update_dirty_map(memslot, gfn, psize);
    }

    // PORT: E42: marks a page of the guest, of any size, in the dirty log of its slot, if there is one. Slots begin at a multiple of the
    // largest page, so the bits are some of one word, or whole words.
    [RealMode]
    internal static void kvmppc_update_dirty_map(kvm_memory_slot* memslot, ulong gfn, ulong psize)
    {
        ulong npages, bits, i;
        ulong* word;

        if (psize == 0 || memslot->dirty_bitmap.is_null)
            return;
        npages = (psize + PAGE_SIZE - 1) >> PAGE_SHIFT;
        gfn -= memslot->base_gfn;
        bits = npages < BITS_PER_LONG ? ((1ul << (int)npages) - 1) << (int)(gfn % BITS_PER_LONG) : ~0ul;
        for (i = 0; i < npages; i += BITS_PER_LONG) {
            word = real_vmalloc_addr(memslot->dirty_bitmap + (gfn + i) / BITS_PER_LONG);
            if (word != null)
                set_bits(bits, word);
        }
    }

    private static uint LOCK_TOKEN
    {
        [RealMode]
        get => get_paca()->lock_token;
    }

    [RealMode, TryAcquires(true, "lock", Spins = true)]
    [PortOf("arch/powerpc/kvm/book3s_hv_rm_mmu.c", 168)]
    private static int try_lock_tlbie(uint* @lock)
    {
        uint old;                                       // PORT: the C's tmp is a register of its assembly
        uint token = LOCK_TOKEN;

        old = cmpxchg(@lock, 0, token);
        return old == 0 ? 1 : 0;
    }

    // PORT: C's plain store; a release, after the ptesync in front of it.
    [RealMode, Releases("lock"), MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void unlock_tlbie(uint* @lock) => WRITE_ONCE((int*)@lock, 0);

    // PORT: E38: whether another core may hold the translation. As written the guest's word is taken for it, although the host moves virtual
    // cores from one core to another. A call that no guest makes comes on no core.
    [RealMode]
    private static bool global_invalidates(kvm_vcpu* vcpu, ulong flags)
    {
        kvm* kvm = vcpu->kvm;

        if (!corrected(E38))
            return (flags & H_LOCAL) == 0;
        if (atomic_read(&kvm->online_vcpus) == 1) {
            // In the guest: a core that it comes back to forgets everything on the way in.
            if (READ_ONCE(&vcpu->cpu) < 0)
                kvmppc_mark_tlbs_stale(kvm);
            return false;
        }
        if (READ_ONCE(&kvm->arch.online_vcores) != 1 || READ_ONCE(&vcpu->cpu) < 0)
            return true;
        kvmppc_mark_other_tlbs_stale(kvm);
        return false;
    }

    // PORT: E05: the invalidation that H_REMOVE makes for every processor, for an entry that the host takes away.
    [RealMode]
    internal static void kvmppc_flush_tlb_entry(kvm* kvm, ulong rb)
    {
        while (try_lock_tlbie(&kvm->arch.tlbie_lock) == 0)
            cpu_relax();
        ptesync();
        PPC_TLBIE(kvm->arch.lpid, rb);
        eieio();
        tlbsync();
        ptesync();
        unlock_tlbie(&kvm->arch.tlbie_lock);
    }

    /// <summary>H_REMOVE (LoPAR 14.5.4.1.1): takes an entry out of the table.</summary>
    /// <param name="vcpu">The caller; on success its r4 and r5 get the entry's two doublewords.</param>
    /// <param name="flags">H_AVPN, H_ANDCOND: the condition that <paramref name="avpn"/> states.</param>
    /// <param name="pte_index">Index of the entry.</param>
    /// <param name="avpn">With H_AVPN the expected address, with H_ANDCOND a mask of bits that must be clear.</param>
    /// <param name="va">Unused.</param>
    /// <returns>H_SUCCESS; H_PARAMETER for an index outside the table; H_NOT_FOUND if the entry is invalid or the condition false.</returns>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rm_mmu.c", 186)]
    internal static long kvmppc_h_remove(kvm_vcpu* vcpu, ulong flags,
                                         ulong pte_index, ulong avpn,
                                         ulong va)
    {
        kvm* kvm = vcpu->kvm;
        ulong* hpte;
        ulong v, r, rb;

        if (pte_index >= HPT_NPTE)
            return H_PARAMETER;
        hpte = (ulong*)(kvm->arch.hpt_virt + (pte_index << 4));
        while (try_lock_hpte(hpte, HPTE_V_HVLOCK) == 0)
            cpu_relax();
        if ((READ_ONCE(&hpte[0]) & HPTE_V_VALID) == 0 ||
            ((flags & H_AVPN) != 0 && (READ_ONCE(&hpte[0]) & ~0x7fUL) != avpn) ||
            ((flags & H_ANDCOND) != 0 && (andcond_v(READ_ONCE(&hpte[0])) & avpn) != 0)) {    // PORT: E15
            WRITE_ONCE(&hpte[0], READ_ONCE(&hpte[0]) & ~HPTE_V_HVLOCK);
            return H_NOT_FOUND;
        }
        if (atomic_read(&kvm->online_vcpus) == 1)
            flags |= H_LOCAL;
        vcpu->arch.gpr[4] = v = READ_ONCE(&hpte[0]) & ~HPTE_V_HVLOCK;
        vcpu->arch.gpr[5] = r = READ_ONCE(&hpte[1]);
        if (corrected(E13))                             // PORT: E13: as written the guest sees the host's page number
            vcpu->arch.gpr[5] = guest_view(guest_rpte(kvm, pte_index), r);
        vcpu->arch.gpr[5] |= logged_c(kvm, pte_index);  // PORT: E42
        note_changed(kvm, pte_index, v, r);             // PORT: E42
        rb = compute_tlbie_rb(v, r, pte_index);
        // PORT: E12: as written the entry is free before its translation is gone
        WRITE_ONCE(&hpte[0], corrected(E12) ? (v & ~HPTE_V_VALID) | HPTE_V_HVLOCK : 0);
        if (global_invalidates(vcpu, flags)) {          // PORT: E38: in the C only H_LOCAL decides
            while (try_lock_tlbie(&kvm->arch.tlbie_lock) == 0)
                cpu_relax();
            ptesync();
            PPC_TLBIE(kvm->arch.lpid, rb);
            eieio();
            tlbsync();
            ptesync();
            unlock_tlbie(&kvm->arch.tlbie_lock);
        } else {
            ptesync();
            tlbiel(rb);
            ptesync();
        }
        if (corrected(E12)) {
            // the hardware sets R and C no more from here on
            vcpu->arch.gpr[5] |= READ_ONCE(&hpte[1]) & (HPTE_R_R | HPTE_R_C);
            note_changed(kvm, pte_index, v, READ_ONCE(&hpte[1]));   // PORT: E42: stores by the old translation are done now
            WRITE_ONCE(&hpte[0], 0);
        }
        return H_SUCCESS;
    }

    // PORT: E15: as written H_ANDCOND sees the lock bit, which the caller has just set itself.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong andcond_v(ulong v) => corrected(E15) ? v & ~HPTE_V_HVLOCK : v;

    /// <summary>H_BULK_REMOVE (LoPAR 14.5.4.1.7): takes up to four entries out of the table.</summary>
    /// <param name="vcpu">The caller; r4 to r11 hold four pairs of specifier and operand, and each specifier becomes a response.</param>
    /// <returns>H_SUCCESS; H_PARAMETER at the first specifier that is none, after all before it were done.</returns>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rm_mmu.c", 227)]
    internal static long kvmppc_h_bulk_remove(kvm_vcpu* vcpu)
    {
        kvm* kvm = vcpu->kvm;
        ulong* args = &vcpu->arch.gpr[4];
        ulong* hp;
        ulong* tlbrb = stackalloc ulong[4];
        long i, found;
        long n_inval = 0;
        ulong flags, req, pte_index;
        long local = 0;
        long ret = H_SUCCESS;
        // PORT: E12: the entries that are locked until their translations are gone, and where their responses go.
        ulong** locked = stackalloc ulong*[4];
        ulong** response = stackalloc ulong*[4];        // PORT: E12

        if (atomic_read(&kvm->online_vcpus) == 1)
            local = 1;
        for (i = 0; i < 4; ++i) {
            pte_index = args[i * 2];
            flags = pte_index >> 56;
            pte_index &= (1ul << 56) - 1;
            req = flags >> 6;
            flags &= 3;
            if (req == 3)
                break;
            if (req != 1 || flags == 3 ||
                pte_index >= HPT_NPTE) {
                // not a request
                args[i * 2] = ((0xa0 | flags) << 56) + pte_index;
                ret = H_PARAMETER;
                break;
            }
            hp = (ulong*)(kvm->arch.hpt_virt + (pte_index << 4));
            while (try_lock_hpte(hp, HPTE_V_HVLOCK) == 0) {
                if (corrected(E12))                     // PORT: E12: nobody waits for one entry while it holds another
                    n_inval = kvmppc_h_bulk_invalidate(vcpu, local, n_inval, tlbrb, locked, response);
                cpu_relax();
            }
            found = 0;
            if ((READ_ONCE(&hp[0]) & HPTE_V_VALID) != 0) {
                switch (flags & 3) {
                case 0:         // unconditionally
                    found = 1;
                    break;
                case 1:         // andcond
                    if ((andcond_v(READ_ONCE(&hp[0])) & args[i * 2 + 1]) == 0)    // PORT: E15
                        found = 1;
                    break;
                case 2:         // AVPN
                    if ((READ_ONCE(&hp[0]) & ~0x7fUL) == args[i * 2 + 1])
                        found = 1;
                    break;
                }
            }
            if (found == 0) {
                WRITE_ONCE(&hp[0], READ_ONCE(&hp[0]) & ~HPTE_V_HVLOCK);
                args[i * 2] = ((0x90 | flags) << 56) + pte_index;
                continue;
            }
            // R and C go into the response
            flags |= ((READ_ONCE(&hp[1]) | logged_c(kvm, pte_index)) >> 5) & 0x0c;      // PORT: E42
            note_changed(kvm, pte_index, READ_ONCE(&hp[0]), READ_ONCE(&hp[1]));         // PORT: E42
            args[i * 2] = ((0x80 | flags) << 56) + pte_index;
            locked[n_inval] = hp;                       // PORT: E12
            response[n_inval] = &args[i * 2];           // PORT: E12
            tlbrb[n_inval++] = compute_tlbie_rb(READ_ONCE(&hp[0]), READ_ONCE(&hp[1]), pte_index);
            WRITE_ONCE(&hp[0], corrected(E12) ? (READ_ONCE(&hp[0]) & ~HPTE_V_VALID) | HPTE_V_HVLOCK : 0);
        }
        if (n_inval == 0)
            return ret;

        if (corrected(E12)) {                           // PORT: E12: as written the entries are free before their translations are gone
            kvmppc_h_bulk_invalidate(vcpu, local, n_inval, tlbrb, locked, response);
            return ret;
        }
        if (global_invalidates(vcpu, local != 0 ? H_LOCAL : 0)) {       // PORT: E38
            while (try_lock_tlbie(&kvm->arch.tlbie_lock) == 0)
                cpu_relax();
            ptesync();
            for (i = 0; i < n_inval; ++i)
                PPC_TLBIE(kvm->arch.lpid, tlbrb[i]);
            eieio();
            tlbsync();
            ptesync();
            unlock_tlbie(&kvm->arch.tlbie_lock);
        } else {
            ptesync();
            for (i = 0; i < n_inval; ++i)
                tlbiel(tlbrb[i]);
            ptesync();
        }
        return ret;
    }

    // PORT: E12: invalidates the translations of the entries that kvmppc_h_bulk_remove has locked, completes their responses by the R and C
    // that the hardware sets no more from then on, and frees them. Returns how many stay locked: none.
    [RealMode]
    private static long kvmppc_h_bulk_invalidate(kvm_vcpu* vcpu, long local, long n_inval, ulong* tlbrb, ulong** locked, ulong** response)
    {
        kvm* kvm = vcpu->kvm;
        long i;

        if (n_inval == 0)
            return 0;
        if (global_invalidates(vcpu, local != 0 ? H_LOCAL : 0)) {       // PORT: E38
            while (try_lock_tlbie(&kvm->arch.tlbie_lock) == 0)
                cpu_relax();
            ptesync();
            for (i = 0; i < n_inval; ++i)
                PPC_TLBIE(kvm->arch.lpid, tlbrb[i]);
            eieio();
            tlbsync();
            ptesync();
            unlock_tlbie(&kvm->arch.tlbie_lock);
        } else {
            ptesync();
            for (i = 0; i < n_inval; ++i)
                tlbiel(tlbrb[i]);
            ptesync();
        }
        for (i = 0; i < n_inval; ++i) {
            *response[i] |= ((READ_ONCE(&locked[i][1]) >> 5) & 0x0c) << 56;
            note_changed(kvm, *response[i] & ((1ul << 56) - 1), READ_ONCE(&locked[i][0]), READ_ONCE(&locked[i][1]));    // PORT: E42
            WRITE_ONCE(&locked[i][0], 0);
        }
        return 0;
    }

    /// <summary>H_PROTECT (LoPAR 14.5.4.1.6): changes an entry's protection bits, storage key and no-execute bit.</summary>
    /// <param name="vcpu">The caller.</param>
    /// <param name="flags">The new bits, and H_AVPN.</param>
    /// <param name="pte_index">Index of the entry.</param>
    /// <param name="avpn">With H_AVPN the expected address.</param>
    /// <param name="va">Unused.</param>
    /// <returns>H_SUCCESS; H_PARAMETER for an index outside the table; H_NOT_FOUND if the entry is invalid or another's.</returns>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rm_mmu.c", 306)]
    internal static long kvmppc_h_protect(kvm_vcpu* vcpu, ulong flags,
                                          ulong pte_index, ulong avpn,
                                          ulong va)
    {
        kvm* kvm = vcpu->kvm;
        ulong* hpte;
        revmap_entry* rev;
        ulong v, r, rb, mask, bits;

        if (pte_index >= HPT_NPTE)
            return H_PARAMETER;
        hpte = (ulong*)(kvm->arch.hpt_virt + (pte_index << 4));
        while (try_lock_hpte(hpte, HPTE_V_HVLOCK) == 0)
            cpu_relax();
        if ((READ_ONCE(&hpte[0]) & HPTE_V_VALID) == 0 ||
            ((flags & H_AVPN) != 0 && (READ_ONCE(&hpte[0]) & ~0x7fUL) != avpn)) {
            WRITE_ONCE(&hpte[0], READ_ONCE(&hpte[0]) & ~HPTE_V_HVLOCK);
            return H_NOT_FOUND;
        }
        if (atomic_read(&kvm->online_vcpus) == 1)
            flags |= H_LOCAL;
        v = READ_ONCE(&hpte[0]);
        bits = (flags << 55) & HPTE_R_PP0;
        bits |= (flags << 48) & HPTE_R_KEY_HI;
        bits |= flags & (HPTE_R_PP | HPTE_R_N | HPTE_R_KEY_LO);

        // First what the guest believes to be there
        mask = HPTE_R_PP0 | HPTE_R_PP | HPTE_R_N |
            HPTE_R_KEY_HI | HPTE_R_KEY_LO;
        rev = real_vmalloc_addr(kvm->arch.revmap + pte_index);
        if (rev != null) {
            r = (READ_ONCE(&rev->guest_rpte) & ~mask) | bits;
            WRITE_ONCE(&rev->guest_rpte, r);
        }
        r = (READ_ONCE(&hpte[1]) & ~mask) | bits;

        // Then what is: invalid while it changes
        rb = compute_tlbie_rb(v, r, pte_index);
        WRITE_ONCE(&hpte[0], v & ~HPTE_V_VALID);
        if (global_invalidates(vcpu, flags)) {          // PORT: E38: in the C only H_LOCAL decides
            while (try_lock_tlbie(&kvm->arch.tlbie_lock) == 0)
                cpu_relax();
            ptesync();
            PPC_TLBIE(kvm->arch.lpid, rb);
            eieio();
            tlbsync();
            ptesync();
            unlock_tlbie(&kvm->arch.tlbie_lock);
        } else {
            ptesync();
            tlbiel(rb);
            ptesync();
        }
        if (corrected(E33))                             // PORT: E33: as written what the hardware has set since r was read is lost
            r |= READ_ONCE(&hpte[1]) & (HPTE_R_R | HPTE_R_C);
        WRITE_ONCE(&hpte[1], r);
        eieio();
        WRITE_ONCE(&hpte[0], v & ~HPTE_V_HVLOCK);
        ptesync();
        return H_SUCCESS;
    }

    /// <summary>H_READ (LoPAR 14.5.4.1.3): reads one entry, or four.</summary>
    /// <param name="vcpu">The caller; r4 and r5, and so on to r11, get the entries' doublewords.</param>
    /// <param name="flags">H_READ_4: the four entries at the index rounded down; H_R_XLATE: with the guest's own addresses.</param>
    /// <param name="pte_index">Index of the entry.</param>
    /// <returns>H_SUCCESS; H_PARAMETER for an index outside the table.</returns>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rm_mmu.c", 365)]
    internal static long kvmppc_h_read(kvm_vcpu* vcpu, ulong flags,
                                       ulong pte_index)
    {
        kvm* kvm = vcpu->kvm;
        ulong* hpte;
        ulong r;
        ulong v, raw;                                   // PORT: E14
        int i, n = 1;
        revmap_entry* rev = null;

        if (pte_index >= HPT_NPTE)
            return H_PARAMETER;
        if ((flags & H_READ_4) != 0) {
            pte_index &= ~3UL;
            n = 4;
        }
        if ((flags & H_R_XLATE) != 0)
            rev = real_vmalloc_addr(kvm->arch.revmap + pte_index);
        for (i = 0; i < n; ++i, ++pte_index) {
            hpte = (ulong*)(kvm->arch.hpt_virt + (pte_index << 4));
        again:                                          // PORT: E14
            v = READ_ONCE(&hpte[0]);                    // PORT: E14: read first only for the correction
            r = raw = READ_ONCE(&hpte[1]);
            if (!corrected(E14))                        // PORT: E14: as written each word is read where it is needed: r, v, r, v
                v = READ_ONCE(&hpte[0]);
            if ((v & HPTE_V_VALID) != 0) {
                if (rev != null) {
                    r = READ_ONCE(&rev[i].guest_rpte);
                    if (corrected(E37))                 // PORT: E37: as written what the hardware has set is missing
                        r |= raw & (HPTE_R_R | HPTE_R_C);
                } else {
                    r = (corrected(E14) ? r : READ_ONCE(&hpte[1])) | HPTE_R_RPN;    // PORT: E14
                }
            } else if (corrected(E13)) {                // PORT: E13: what lies here names a host page
                r = guest_view(guest_rpte(kvm, pte_index), r);
            }
            r |= logged_c(kvm, pte_index);              // PORT: E42
            if (corrected(E14)) {                       // PORT: E14: as written the pair may be torn and the lock bit shows
                smp_rmb();
                if (((READ_ONCE(&hpte[0]) ^ v) & ~HPTE_V_HVLOCK) != 0 || READ_ONCE(&hpte[1]) != raw)
                    goto again;
                v &= ~HPTE_V_HVLOCK;
            } else {
                v = READ_ONCE(&hpte[0]);                // PORT: E14: another time, for the result
            }
            vcpu->arch.gpr[4 + i * 2] = v;
            vcpu->arch.gpr[5 + i * 2] = r;
        }
        return H_SUCCESS;
    }
}
