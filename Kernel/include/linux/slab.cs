// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Host;
using Kernel.Host.Memory;
using static Linux.include.linux.err_h;
using static Linux.include.linux.errno_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.port.oops_h;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/slab.h&gt;: small kernel memory. A block is named after the expression that gives its size.</summary>
internal static unsafe class slab_h
{
    [MightSleep]
    internal static void* kzalloc(ulong size, uint flags, [CallerArgumentExpression(nameof(size))] string name = "")
    {
        might_sleep();
        return SimulatedHost.Current.Faults.Next(AllocationPoint.Slab) != 0 ? null : SimulatedHost.Current.Heap.Allocate(name, (nuint)size);
    }

    [MightSleep]
    internal static void* kmemdup(void* src, ulong len, uint gfp, [CallerArgumentExpression(nameof(len))] string name = "")
    {
        void* p = kzalloc(len, gfp, name);
        if (p != null)
            Buffer.MemoryCopy(src, p, len, len);
        return p;
    }

    /// <summary>A copy of what user space has; -EFAULT or -ENOMEM in a pointer.</summary>
    [MightSleep]
    internal static void* memdup_user(void* src, ulong len, [CallerArgumentExpression(nameof(len))] string name = "")
    {
        if (src == null)
            return ERR_PTR(-EFAULT);
        void* p = kmemdup(src, len, gfp_h.GFP_KERNEL, name);
        return p != null ? p : ERR_PTR(-ENOMEM);
    }

    internal static void kfree(void* objp)
    {
        if (IS_ERR(objp))                               // PORT: the C looks for the struct page of this address, and faults
            oops($"kfree of 0x{(ulong)objp:x}, which is no object's address");
        SimulatedHost.Current.Heap.Free(objp);
    }
}
