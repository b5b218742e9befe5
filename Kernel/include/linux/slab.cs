// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Host;
using Kernel.Host.Memory;
using static Linux.include.linux.kernel_h;

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

    internal static void kfree(void* objp) => SimulatedHost.Current.Heap.Free(objp);
}
