// SPDX-License-Identifier: GPL-2.0-only
namespace Linux;

internal unsafe struct page
{
    internal const ulong PG_dirty = 1ul << 4;
    internal const ulong PG_head = 1ul << 14;

    internal ulong flags;
    internal atomic_t _count;
    internal uint order;            // PORT: of a head page; Linux keeps it in the first tail
    internal page* first_page;      // of a tail page; otherwise null
    internal void* @virtual;        // where its content lies, once it has any
    internal ulong pfn;             // PORT: Linux computes it from the position in mem_map
}

internal unsafe struct vm_area_struct
{
    internal const ulong VM_WRITE = 0x2;
    internal const ulong VM_IO = 0x4000;
    internal const ulong VM_RESERVED = 0x80000;
    internal const ulong VM_HUGETLB = 0x400000;

    internal mm_struct* vm_mm;
    internal ulong vm_start;
    internal ulong vm_end;
    internal vm_area_struct* vm_next;
    internal ulong vm_flags;
    internal vm_operations_struct* vm_ops;
    internal @file* vm_file;
    internal ulong vm_pagesize;     // PORT: what Linux finds through the hugetlb state
}

internal unsafe struct mm_struct
{
    internal vm_area_struct* mmap;
    internal rw_semaphore mmap_sem;
    internal atomic_t mm_count;
}
