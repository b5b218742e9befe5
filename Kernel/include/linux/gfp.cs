// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Host;
using Kernel.Host.Memory;
using Kernel.Native;
using static Linux.include.asm.page_h;
using static Linux.include.linux.kernel_h;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/gfp.h&gt;: physically contiguous kernel memory.</summary>
internal static unsafe class gfp_h
{
    internal const uint GFP_KERNEL = 0xd0;
    internal const uint __GFP_NOWARN = 0x200;
    internal const uint __GFP_REPEAT = 0x400;
    internal const uint __GFP_ZERO = 0x8000;

    /// <summary>2^order pages, aligned to their size; 0 if no memory is left.</summary>
    [MightSleep]
    internal static ulong __get_free_pages(uint gfp_mask, int order, block_name name)
    {
        might_sleep();
        if (SimulatedHost.Current.Faults.Next(AllocationPoint.FreePages) != 0)
            return 0;
        nuint bytes = (nuint)PAGE_SIZE << order;
        BlockOptions content = (gfp_mask & __GFP_ZERO) != 0 ? BlockOptions.None : BlockOptions.Uninitialized;
        return (ulong)SimulatedHost.Current.Heap.Allocate(name.text, bytes, bytes, options: name.options | content, owner: name.owner);
    }

    internal static void free_pages(ulong addr, int order) => SimulatedHost.Current.Heap.Free((void*)addr);

    /// <summary>A page with a <c>struct page</c> that user space can map too; null if no memory is left. PORT: always zeroed.</summary>
    [MightSleep]
    internal static page* alloc_page(uint gfp_mask)
    {
        might_sleep();
        return SimulatedHost.Current.Faults.Next(AllocationPoint.FreePages) != 0 ? null : SimulatedHost.Current.Memory.AllocatePage();
    }

    internal static void __free_page(page* page) => SimulatedHost.Current.Memory.Put(page);
}
