// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>
/// The page size that an entry's L and LP bits encode. A page may be larger than the base page of its segment (mixed page sizes); the
/// hash goes by the base size, the real address by the actual one. The default value stands for an encoding that is not known.
/// </summary>
public readonly record struct HptPageSize
{
    [RealMode]
    private HptPageSize(int baseShift, int shift)
    {
        BaseShift = baseShift;
        Shift = shift;
    }

    /// <summary>4 KiB.</summary>
    public static HptPageSize Size4K
    {
        [RealMode]
        get => new(12, 12);
    }

    /// <summary>64 KiB.</summary>
    public static HptPageSize Size64K
    {
        [RealMode]
        get => new(16, 16);
    }

    /// <summary>16 MiB.</summary>
    public static HptPageSize Size16M
    {
        [RealMode]
        get => new(24, 24);
    }

    /// <summary>16 MiB in a segment whose base page is 64 KiB. Newer than the ported hypervisor, which refuses it.</summary>
    public static HptPageSize Size16MIn64KSegment
    {
        [RealMode]
        get => new(16, 24);
    }

    /// <summary>Log2 of the bytes of the segment's base page; 0 for an encoding that is not known.</summary>
    public int BaseShift
    {
        [RealMode]
        get;
    }

    /// <summary>Log2 of the bytes that the entry maps; 0 for an encoding that is not known.</summary>
    public int Shift
    {
        [RealMode]
        get;
    }

    /// <summary>Bytes that the entry maps.</summary>
    /// <exception cref="InvalidOperationException">The encoding is not known.</exception>
    public ulong Bytes => IsKnown ? 1ul << Shift : throw new InvalidOperationException("The size of a page whose encoding is not known.");

    /// <summary>Whether the encoding is known.</summary>
    public bool IsKnown
    {
        [RealMode]
        get => Shift != 0;
    }

    /// <summary>Whether the page is larger than the base page of its segment.</summary>
    public bool IsMixed
    {
        [RealMode]
        get => BaseShift != Shift;
    }

    /// <summary><c>64K</c>; of mixed sizes base and actual one, <c>64K/16M</c>; <c>?</c> for an encoding that is not known.</summary>
    public override string ToString() => !IsKnown ? "?" : IsMixed ? $"{Name(BaseShift)}/{Name(Shift)}" : Name(Shift);

    private static string Name(int shift) => shift < 20 ? $"{1 << (shift - 10)}K" : $"{1 << (shift - 20)}M";
}
