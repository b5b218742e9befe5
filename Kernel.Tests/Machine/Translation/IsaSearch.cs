// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Tests.Machine.Translation;

/// <summary>
/// The search of the page table once more, word by word from Power ISA 2.06 Book III-S, 5.7.6 and 5.7.7.1 to 5.7.7.5, with the ISA's
/// numbering of bits: 0 is the leftmost. Slow, and with nothing of the product in it.
/// </summary>
internal static class IsaSearch
{
    private const int VirtualAddressBits = 78;

    /// <summary>The SLB entry that translates an address, or -1. An entry is what slbmte took from RB and RS.</summary>
    internal static int FindSegment(IReadOnlyList<(ulong Rb, ulong Rs)> slb, ulong address)
    {
        for (int i = 0; i < slb.Count; i++)
        {
            (ulong rb, ulong rs) = slb[i];
            bool isValid = Bits(rb, 36, 36) == 1;
            int last = Bits(rs, 0, 1) == 1 ? 23 : 35;
            if (isValid && Bits(rb, 0, last) == Bits(address, 0, last))
                return i;
        }
        return -1;
    }

    /// <summary>log2 of the page size that L and LP of an SLB entry name on a POWER7; null for a reserved combination.</summary>
    internal static int? PageBits(ulong rs) => (Bits(rs, 55, 55), Bits(rs, 58, 59)) switch
    {
        (0, 0) => 12,
        (1, 1) => 16,
        (1, 0) => 24,
        _ => null,
    };

    /// <summary>The 78-bit virtual address: VSID and the address inside the segment.</summary>
    internal static UInt128 VirtualAddress(ulong rs, ulong address) => Bits(rs, 0, 1) == 1
        ? (UInt128)Bits(rs, 2, 39) << 40 | Bits(address, 24, 63)
        : (UInt128)Bits(rs, 2, 51) << 28 | Bits(address, 36, 63);

    /// <summary>The primary hash, 39 bits.</summary>
    internal static ulong Hash(ulong rs, UInt128 va, int p) => Bits(rs, 0, 1) == 1
        ? Bits(va, 24, 37) << 25 ^ Bits(va, 0, 37) ^ Bits(va, 38, 77 - p)
        : Bits(va, 11, 49) ^ Bits(va, 50, 77 - p);

    /// <summary>The group's number: the hash, or its ones' complement, without what a table of 2^n groups does not use.</summary>
    internal static int Group(ulong hash, bool secondary, int n) => (int)((secondary ? ~hash : hash) % (1ul << n));

    /// <summary>The first doubleword of the entry of a page: B, AVA, L, H, V.</summary>
    internal static ulong First(ulong rs, UInt128 va, int p, bool secondary)
    {
        ulong ava = Bits(va, 0, 54) >> Excess(p) << Excess(p);
        return Bits(rs, 0, 1) << 62 | ava << 7 | (p > 12 ? 4ul : 0) | (secondary ? 2ul : 0) | 1;
    }

    /// <summary>Whether an entry is the page's, in a primary or secondary group.</summary>
    internal static bool Matches(ulong first, ulong second, ulong rs, UInt128 va, int p, bool secondary)
    {
        int m = Excess(p);
        return Bits(first, 63, 63) == 1
            && Bits(first, 62, 62) == (secondary ? 1ul : 0)
            && Bits(first, 0, 1) == Bits(rs, 0, 1)
            && Bits(first, 2, 56 - m) == Bits(va, 0, 54 - m)
            && PageBitsOfEntry(first, second) == p;
    }

    /// <summary>log2 of the size of the page that an entry maps: with L, LP is rrrr0001 for 64 KB and 00000000 for 16 MB.</summary>
    internal static int? PageBitsOfEntry(ulong first, ulong second)
    {
        if (Bits(first, 61, 61) == 0)
            return 12;
        if (Bits(second, 48, 51) == 1)
            return 16;
        return Bits(second, 44, 51) == 0 ? 24 : null;
    }

    /// <summary>The 60-bit real address: the page number of the entry, then the byte in the page.</summary>
    internal static ulong RealAddress(ulong second, ulong address, int p) => Bits(second, 4, 63 - p) << p | Bits(address, 64 - p, 63);

    private static ulong Bits(ulong value, int first, int last) => value << first >> first >> 63 - last;

    private static ulong Bits(UInt128 value, int first, int last) =>
        (ulong)(value >> (VirtualAddressBits - 1 - last) & (UInt128.One << (last - first + 1)) - 1);

    // m of 5.7.7.5: how many bits of the AVA a page of more than 2^23 bytes leaves out.
    private static int Excess(int p) => Math.Max(0, p - 23);
}
