// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/include/asm/kvm_book3s_64.h, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright SUSE Linux Products GmbH 2010
// Authors: Alexander Graf <agraf@suse.de>

// PORT: not among the includes of the C file
using System.Runtime.CompilerServices;
using Kernel;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.cputable_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.linux.compiler_h;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/kvm_book3s_64.h&gt;: the size of a guest's hashed page table and the lock in each of its entries.</summary>
internal static unsafe class kvm_book3s_64_h
{
    // PORT: svcpu_get and svcpu_put belong to CONFIG_KVM_BOOK3S_PR, which a host in hypervisor mode does not build.

    internal const int SPAPR_TCE_SHIFT = 12;

    // The table has a fixed size: 16 MB, that is 2^17 groups of 8 entries of 16 bytes.
    internal const int HPT_ORDER = 24;
    internal const ulong HPT_NPTEG = 1ul << (HPT_ORDER - 7);
    internal const ulong HPT_NPTE = HPT_NPTEG << 3;
    internal const ulong HPT_HASH_MASK = HPT_NPTEG - 1;

    // The bit of an entry's first doubleword that is the hypervisor's lock on it.
    internal const ulong HPTE_V_HVLOCK = 0x40UL;

    /// <summary>
    /// Sets the lock bit if none of <paramref name="bits"/> is set; one attempt. Returns 1 on success, 0 otherwise, then having changed
    /// nothing. Success is an acquire: nothing after it is done before it.
    /// </summary>
    // PORT: E24 is documented only: a failed stdcx. cannot pass for a success in one compare-and-exchange.
    [RealMode, TryAcquires(true, "hpte", Spins = true, InWord = true), MethodImpl(MethodImplOptions.AggressiveInlining)]
    [PortOf("arch/powerpc/include/asm/kvm_book3s_64.h", 53)]
    internal static long try_lock_hpte(ulong* hpte, ulong bits)
    {
        ulong tmp, old;

        tmp = READ_ONCE(hpte);                          // PORT: ldarx
        old = tmp & bits;
        if (old == 0 && cmpxchg(hpte, tmp, tmp | HPTE_V_HVLOCK) != tmp)     // PORT: stdcx.
            old = bits;
        return old == 0 ? 1 : 0;
    }

    /// <summary>The RB operand of tlbie and tlbiel for an entry (Power ISA 2.06 Book III-S, tlbie).</summary>
    /// <param name="v">The entry's first doubleword.</param>
    /// <param name="r">Its second doubleword.</param>
    /// <param name="pte_index">Where it stands: the group number gives back the bits of the address that the entry leaves out.</param>
    [RealMode]
    [PortOf("arch/powerpc/include/asm/kvm_book3s_64.h", 71)]
    internal static ulong compute_tlbie_rb(ulong v, ulong r, ulong pte_index)
    {
        ulong rb, va_low;

        rb = (v & ~0x7fUL) << 16;               // abbreviated virtual address
        va_low = pte_index >> 3;
        if ((v & HPTE_V_SECONDARY) != 0)
            va_low = ~va_low;
        // the hash is segment xor page: take the segment out
        if ((v & HPTE_V_1TB_SEG) == 0)
            va_low ^= v >> 12;
        else
            va_low ^= v >> 24;
        va_low &= 0x7ff;
        if ((v & HPTE_V_LARGE) != 0) {
            rb |= 1;                            // PORT: E48: L, which a PPC970 expects in the instruction
            if (cpu_has_feature(CPU_FTR_ARCH_206) &&
                (r & 0xff000) != 0) {
                // large but not 16 MB: 64 KB is the only other size
                rb |= 0x1000;                   // LP
                rb |= (va_low & 0x7f) << 16;    // seven more address bits
                rb |= va_low & 0xfe;            // PORT: E48: AVAL, but of the wrong bits
            }
        } else {
            // 4 KB
            rb |= (va_low & 0x7ff) << 12;       // eleven more address bits
        }
        rb |= (v >> 54) & 0x300;                // B
        return rb;
    }

    /// <summary>The size in bytes of the page that an entry maps: 4 KB, 64 KB or 16 MB; 0 for any other encoding.</summary>
    /// <param name="h">The entry's first doubleword.</param>
    /// <param name="l">Its second doubleword.</param>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    [PortOf("arch/powerpc/include/asm/kvm_book3s_64.h", 104)]
    internal static ulong hpte_page_size(ulong h, ulong l)
    {
        if ((h & HPTE_V_LARGE) == 0)
            return 1ul << 12;
        if ((l & 0xf000) == 0x1000 && cpu_has_feature(CPU_FTR_ARCH_206))
            return 1ul << 16;
        if ((l & 0xff000) == 0)
            return 1ul << 24;
        return 0;
    }
}
