// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>Sizes of a hashed page table. A table of order n has 2^n bytes: entries of 16 bytes, eight to a group.</summary>
public static class HptGeometry
{
    /// <summary>The smallest table of the architecture: 256 KiB.</summary>
    public const int MinOrder = 18;

    /// <summary>The largest table that is read or written here: 1 GiB.</summary>
    public const int MaxOrder = 30;

    /// <summary>Entries in a group.</summary>
    public const int GroupSize = 8;

    /// <summary>Bytes in an entry.</summary>
    public const int EntryBytes = 16;

    /// <summary>How many entries a table of <paramref name="order"/> has.</summary>
    public static ulong EntryCount(int order) => 1UL << (order - 4);

    /// <summary>How many groups a table of <paramref name="order"/> has.</summary>
    public static ulong GroupCount(int order) => 1UL << (order - 7);
}
