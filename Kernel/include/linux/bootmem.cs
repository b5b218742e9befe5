// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel.Host;
using Kernel.Native;
using static Linux.include.asm.page_h;
using static Linux.include.port.oops_h;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/bootmem.h&gt;: memory that is allocated while the machine boots and never freed.</summary>
internal static unsafe class bootmem_h
{
    internal static void* alloc_bootmem(ulong size, [CallerArgumentExpression(nameof(size))] string name = "")
    {
        void* p = SimulatedHost.Current.Heap.Allocate(name, (nuint)size, options: BlockOptions.Permanent);
        if (p == null)
            BUG($"out of boot memory: {size} bytes for {name}");
        return p;
    }

    // PORT: page frames, whose content appears on first use; the C gets their address in the linear map.
    internal static ulong alloc_bootmem_align(ulong size, ulong align) =>
        SimulatedHost.Current.Memory.AllocateContiguous(size) << PAGE_SHIFT;
}
