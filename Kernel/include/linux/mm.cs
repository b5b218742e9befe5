// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Host;
using Kernel.Host.Memory;
using static Linux.include.linux.kernel_h;
using static Linux.include.port.oops_h;

namespace Linux
{
    internal unsafe struct vm_operations_struct
    {
        internal delegate*<vm_area_struct*, vm_fault*, int> fault;
    }

    internal unsafe struct vm_fault
    {
        internal pgoff_t pgoff;
        internal page* page;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/mm.h&gt;: pages, mappings and the way from a user address to a page.</summary>
    internal static unsafe class mm_h
    {
        internal const int VM_FAULT_SIGBUS = 0x0002;

        private const string BriefLock = "The simulated host's list of pages has a lock of its own, which nobody waits with.";

        /// <summary>The mapping with the lowest start among those that end above the address. The caller holds mmap_sem.</summary>
        internal static vm_area_struct* find_vma(mm_struct* mm, ulong addr)
        {
            vm_area_struct* vma = mm->mmap;
            while (vma != null && vma->vm_end <= addr)
                vma = vma->vm_next;
            return vma;
        }

        /// <summary>Instantiates a user page, takes a reference and returns 1, or returns a negative error. Sleeps.</summary>
        [MightSleep]
        internal static int get_user_pages_fast(ulong start, int nr_pages, int write, page** pages)
        {
            might_sleep();
            if (nr_pages != 1)
                BUG($"get_user_pages_fast of {nr_pages} pages");
            return SimulatedHost.Current.Process.GetUserPage(start, write != 0, pages);
        }

        internal static void get_page(page* page) => PhysicalMemory.Get(page);

        [Atomic(Unchecked = BriefLock)]
        internal static void put_page(page* page) => SimulatedHost.Current.Memory.Put(page);

        // PORT: the C's memset over the linear map; in this process the content of adjoining frames need not adjoin.
        [Atomic(Unchecked = BriefLock)]
        internal static void clear_pages(ulong pfn, ulong pages) => SimulatedHost.Current.Memory.Clear(pfn, pages);

        internal static page* compound_head(page* page) => page->first_page != null ? page->first_page : page;

        internal static int compound_order(page* page) => (page->flags & Linux.page.PG_head) != 0 ? (int)page->order : 0;

        internal static ulong page_to_pfn(page* page) => page->pfn;

        [Atomic(Unchecked = BriefLock)]
        internal static page* pfn_to_page(ulong pfn) => SimulatedHost.Current.Memory.PfnToPage(pfn);

        internal static byte* page_address(page* page) => SimulatedHost.Current.Memory.AddressOf(page);

        /// <summary>The address of a page whose content is there already, as that of every kernel page is.</summary>
        [RealMode]
        internal static void* lowmem_page_address(page* page) => page->@virtual;

        [Atomic(Unchecked = BriefLock)]
        internal static page* virt_to_page(void* va)
        {
            page* page = SimulatedHost.Current.Memory.PageAt(va);
            if (page == null)
                BUG($"virt_to_page of 0x{(ulong)va:x}, which is no page's address");
            return page;
        }
    }
}
