// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

/// <summary>A cached translation.</summary>
internal struct TlbEntry
{
    /// <summary>Whether the entry holds a translation.</summary>
    internal bool IsValid;

    /// <summary>1 TB rather than 256 MB: B.</summary>
    internal bool IsOneTerabyte;

    /// <summary>log2 of the page's size.</summary>
    internal int PageShift;

    /// <summary>The partition.</summary>
    internal ulong Lpid;

    /// <summary>B and VSID of the segment.</summary>
    internal ulong Tag;

    /// <summary>The page inside the segment.</summary>
    internal ulong Page;

    /// <summary>The low 64 bits of the virtual address of the page, by which tlbie names it.</summary>
    internal ulong LowVirtualAddress;

    /// <summary>The second doubleword of the page table's entry.</summary>
    internal ulong R;
}
