// SPDX-License-Identifier: GPL-2.0-only
using Linux;

namespace Kernel.Host.Memory;

// Unsafe: it only keeps the two pointers and follows neither. Both are blocks of the heap that PhysicalMemory allocates and frees under
// its lock, and the section leaves its tables before they are freed.
/// <summary>16 MB of physical memory whose pages all have one size. Their <c>struct page</c>s and content are made on first use.</summary>
internal sealed unsafe class MemorySection(ulong firstPfn, int order, bool recycle)
{
    /// <summary>The page frame number of its first small page.</summary>
    internal ulong FirstPfn { get; } = firstPfn;

    /// <summary>log2 of the small pages in one of its pages; 0 for single pages.</summary>
    internal int Order { get; } = order;

    /// <summary>Whether the section came from the allocator and returns to it once every page is free.</summary>
    internal bool Recycle { get; } = recycle;

    /// <summary>Whether its pages are the kernel's own, which takes them one by one.</summary>
    internal bool BelongsToKernel { get; init; }

    /// <summary>One <c>struct page</c> per small page, or null before first use.</summary>
    internal page* Pages { get; set; }

    /// <summary>The 16 MB of content, or null before first use.</summary>
    internal byte* Data { get; set; }

    /// <summary>Pages (heads and single ones) whose reference count has come down to 0.</summary>
    internal int FreePages { get; set; }
}
