// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>
/// One entry of a hashed page table: its two doublewords, and the fields that every version of Power ISA has in the same place. The rest,
/// the translation itself, is read by an <see cref="IHptFormat"/>. Bits are counted here from the least significant (bit 0 = value 1);
/// Power ISA counts from the other end.
/// </summary>
/// <param name="First">The first doubleword (V): AVPN, software bits, L, H, V.</param>
/// <param name="Second">The second doubleword (R): PP0, key, RPN with LP, R, C, WIMG, N, PP.</param>
public readonly record struct HptEntry(ulong First, ulong Second)
{
    /// <summary>V, in <see cref="First"/>: the entry is valid.</summary>
    public const ulong ValidBit = 0x1;

    /// <summary>H, in <see cref="First"/>: the entry is in the group of the secondary hash.</summary>
    public const ulong SecondaryBit = 0x2;

    /// <summary>L, in <see cref="First"/>: the page is larger than 4 KiB.</summary>
    public const ulong LargeBit = 0x4;

    /// <summary>A software bit of <see cref="First"/>: the guest never wants this entry evicted.</summary>
    public const ulong BoltedBit = 0x10;

    /// <summary>A software bit of <see cref="First"/>: the hypervisor holds the entry locked. Guests do not see it.</summary>
    public const ulong LockBit = 0x40;

    /// <summary>R, in <see cref="Second"/>: the page was referenced.</summary>
    public const ulong ReferencedBit = 0x100;

    /// <summary>C, in <see cref="Second"/>: the page was changed.</summary>
    public const ulong ChangedBit = 0x80;

    /// <summary>M, in <see cref="Second"/>: storage is coherent. Memory is mapped with this bit alone of W, I, M and G.</summary>
    public const ulong CoherentBit = 0x10;

    /// <summary>The bits of <see cref="Second"/> that hold the real page number and, at its low end, LP.</summary>
    public const ulong RealPageMask = 0x0ffffffffffff000;

    private const ulong GuardedBit = 0x8;
    private const ulong NoExecuteBit = 0x4;

    /// <summary>Whether the entry is valid.</summary>
    public bool IsValid => (First & ValidBit) != 0;

    /// <summary>Whether the entry belongs to the group of the secondary hash.</summary>
    public bool IsSecondary => (First & SecondaryBit) != 0;

    /// <summary>Whether L is set: the page is larger than 4 KiB.</summary>
    public bool IsLarge => (First & LargeBit) != 0;

    /// <summary>Whether the guest marked the entry as not to be evicted.</summary>
    public bool IsBolted => (First & BoltedBit) != 0;

    /// <summary>Whether the page was referenced (R).</summary>
    public bool IsReferenced => (Second & ReferencedBit) != 0;

    /// <summary>Whether the page was changed (C).</summary>
    public bool IsChanged => (Second & ChangedBit) != 0;

    /// <summary>N: instructions may not be fetched from the page.</summary>
    public bool IsNoExecute => (Second & NoExecuteBit) != 0;

    /// <summary>The page protection: PP0 and PP, three bits.</summary>
    public int Protection => ProtectionOf(Second);

    /// <summary>The storage key, five bits.</summary>
    public int Key => KeyOf(Second);

    /// <summary>W (8), I (4), M (2) and G (1).</summary>
    public int Wimg => (int)((Second >> 3) & 0xf);

    /// <summary>LP: the eight low bits of the real page number, which for large pages encode their size.</summary>
    public int LargePageEncoding => (int)((Second >> 12) & 0xff);

    /// <summary><see cref="Protection"/> of a second doubleword.</summary>
    [RealMode]
    internal static int ProtectionOf(ulong second) => (int)(second >> 61 & 4 | second & 3);

    /// <summary><see cref="Key"/> of a second doubleword.</summary>
    [RealMode]
    internal static int KeyOf(ulong second) => (int)(second >> 57 & 0x18 | second >> 9 & 7);

    /// <summary>Whether N or G of a second doubleword forbids to fetch instructions from the page.</summary>
    [RealMode]
    internal static bool ForbidsFetch(ulong second) => (second & (NoExecuteBit | GuardedBit)) != 0;
}
