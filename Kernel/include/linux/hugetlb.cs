// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.linux;

/// <summary>Header &lt;linux/hugetlb.h&gt;.</summary>
internal static unsafe class hugetlb_h
{
    internal static ulong vma_kernel_pagesize(vm_area_struct* vma) => vma->vm_pagesize;
}
