// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/page.h&gt;: page sizes and the linear map.</summary>
internal static unsafe class page_h
{
    /// <summary>PORT: 12 or 16, a configuration of the C's build; chosen when the machine boots.</summary>
    internal static int PAGE_SHIFT;

    internal static ulong PAGE_SIZE
    {
        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1ul << PAGE_SHIFT;
    }

    internal static ulong PAGE_MASK
    {
        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ~((1ul << PAGE_SHIFT) - 1);
    }

    /// <summary>The first address of the linear map; what a failed translation to a user address yields.</summary>
    internal const ulong PAGE_OFFSET = 0xc000_0000_0000_0000;

    // Kernel memory is native memory; its real address is its native address.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong __pa(ulong x) => x;

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void* __va(ulong x) => (void*)x;
}
