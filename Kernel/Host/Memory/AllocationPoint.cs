// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.Memory;

/// <summary>The places where the kernel asks for something that may not be had.</summary>
public enum AllocationPoint
{
    /// <summary><c>kzalloc</c>, <c>kmalloc</c> and <c>kmemdup</c>: small kernel memory.</summary>
    Slab,

    /// <summary><c>vmalloc</c> and <c>vzalloc</c>: virtually contiguous kernel memory.</summary>
    Vmalloc,

    /// <summary><c>__get_free_pages</c>: physically contiguous kernel memory, such as the HPT.</summary>
    FreePages,

    /// <summary><c>anon_inode_getfd</c>: a file descriptor.</summary>
    FileDescriptor,

    /// <summary><c>get_user_pages_fast</c>: a page of user memory.</summary>
    UserPage,
}
