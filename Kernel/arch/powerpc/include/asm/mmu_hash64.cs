// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.asm;

/// <summary>Header &lt;asm/mmu-hash64.h&gt;: the bits of a hashed page table entry (Power ISA 2.06 Book III-S, 5.7.7).</summary>
internal static class mmu_hash64_h
{
    internal const ulong SLB_ESID_V = 0x0000000008000000UL;

    internal const int HPTES_PER_GROUP = 8;

    internal const int HPTE_V_SSIZE_SHIFT = 62;
    internal const int HPTE_V_AVPN_SHIFT = 7;
    internal const ulong HPTE_V_AVPN = 0x3fffffffffffff80UL;
    internal const ulong HPTE_V_BOLTED = 0x10UL;
    internal const ulong HPTE_V_LOCK = 0x08UL;
    internal const ulong HPTE_V_LARGE = 0x04UL;
    internal const ulong HPTE_V_SECONDARY = 0x02UL;
    internal const ulong HPTE_V_VALID = 0x01UL;

    internal const ulong HPTE_R_PP0 = 0x8000000000000000UL;
    internal const ulong HPTE_R_TS = 0x4000000000000000UL;
    internal const ulong HPTE_R_KEY_HI = 0x3000000000000000UL;
    internal const int HPTE_R_RPN_SHIFT = 12;
    internal const ulong HPTE_R_RPN = 0x0ffffffffffff000UL;
    internal const ulong HPTE_R_PP = 0x0000000000000003UL;
    internal const ulong HPTE_R_N = 0x0000000000000004UL;
    internal const ulong HPTE_R_G = 0x0000000000000008UL;
    internal const ulong HPTE_R_M = 0x0000000000000010UL;
    internal const ulong HPTE_R_I = 0x0000000000000020UL;
    internal const ulong HPTE_R_W = 0x0000000000000040UL;
    internal const ulong HPTE_R_WIMG = 0x0000000000000078UL;
    internal const ulong HPTE_R_C = 0x0000000000000080UL;
    internal const ulong HPTE_R_R = 0x0000000000000100UL;
    internal const ulong HPTE_R_KEY_LO = 0x0000000000000e00UL;

    internal const ulong HPTE_V_1TB_SEG = 0x4000000000000000UL;

    internal const ulong PP_RWXX = 0;
}
