// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Concurrency;
using Kernel.Host;
using Kernel.Host.Memory;
using Kernel.Native;
using static Linux.include.asm.page_h;
using static Linux.include.linux.kernel_h;
using static Linux.include.port.freed_h;
using static Linux.include.port.oops_h;

namespace Linux
{
    /// <summary>
    /// A pointer into vmalloc space. Such memory is mapped by the kernel's page tables only: with translation on it is read through the
    /// indexer; in real mode the address means nothing, and <c>real_vmalloc_addr</c> is the one way to a usable pointer. It carries the
    /// end of the pages that its area consists of, so that no access leaves them unseen.
    /// </summary>
    [AddressSpace("vmalloc")]
    internal readonly unsafe record struct vmalloc_ptr<T> where T : unmanaged
    {
        /// <summary>Vmalloc space begins here (as on 64-bit Book3S); the rest of the address is that of the linear alias.</summary>
        internal const ulong VMALLOC_START = 0xd000_0000_0000_0000;

        internal readonly ulong address;
        internal readonly ulong limit;

        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        private vmalloc_ptr(ulong address, ulong limit)
        {
            this.address = address;
            this.limit = limit;
        }

        internal static vmalloc_ptr<T> NULL => default;

        internal bool is_null
        {
            [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => address == 0;
        }

        /// <summary>An element, with translation on.</summary>
        [Dereferences]
        internal ref T this[ulong i]
        {
            get
            {
                if (address > limit || i >= (limit - address) / (ulong)sizeof(T))
                    oops_out_of_bounds(this, i);
                T* element = (T*)((this + i).address - VMALLOC_START);      // inside the area, as just checked
                if (sizeof(T) >= sizeof(ulong))
                    check_freed((ulong*)element);
                return ref *element;
            }
        }

        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static vmalloc_ptr<T> operator +(vmalloc_ptr<T> pointer, ulong elements) =>
            new(pointer.address + elements * (ulong)sizeof(T), pointer.limit);

        /// <summary>Reads a shared pointer: the address first, and its limit after it.</summary>
        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static vmalloc_ptr<T> read_once(ref vmalloc_ptr<T> p)
        {
            ulong address = Atomics.Read(in p.address);
            return address == 0 ? default : new(address, Atomics.Read(in p.limit));
        }

        /// <summary>Writes a shared pointer: its limit first, unless it becomes null, and the address after it.</summary>
        internal static void write_once(ref vmalloc_ptr<T> p, vmalloc_ptr<T> value)
        {
            if (!value.is_null)
                Atomics.Write(ref Unsafe.AsRef(in p.limit), value.limit);
            Atomics.Write(ref Unsafe.AsRef(in p.address), value.address);
        }

        internal static vmalloc_ptr<T> of_linear(void* memory, ulong bytes) =>
            memory == null ? default : new(VMALLOC_START + (ulong)memory, VMALLOC_START + (ulong)memory + bytes);
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/vmalloc.h&gt;: virtually contiguous kernel memory, in whole pages.</summary>
    internal static unsafe class vmalloc_h
    {
        // PORT: typed, so that the result cannot be dereferenced by accident, and named, so that a leak or an oops can say which it is.
        [MightSleep]
        internal static vmalloc_ptr<T> vmalloc<T>(ulong size, block_name name) where T : unmanaged =>
            allocate<T>(size, name, SimulatedHost.Current.ZeroUninitialisedMemory ? BlockOptions.None : BlockOptions.Uninitialized);

        [MightSleep]
        internal static vmalloc_ptr<T> vzalloc<T>(ulong size, block_name name) where T : unmanaged =>
            allocate<T>(size, name, BlockOptions.None);

        [ConvertsAddressSpace("vmalloc")]
        internal static void vfree<T>(vmalloc_ptr<T> addr) where T : unmanaged
        {
            if (!addr.is_null)
                SimulatedHost.Current.Heap.Free((void*)(addr.address - vmalloc_ptr<T>.VMALLOC_START));
        }

        private static vmalloc_ptr<T> allocate<T>(ulong size, block_name name, BlockOptions content) where T : unmanaged
        {
            might_sleep();
            if (size == 0) {
                pr_warn("vmalloc: allocation failure: 0 bytes\n");
                return vmalloc_ptr<T>.NULL;
            }
            if (SimulatedHost.Current.Faults.Next(AllocationPoint.Vmalloc) != 0)
                return vmalloc_ptr<T>.NULL;
            ulong slack = ((size + PAGE_SIZE - 1) & PAGE_MASK) - size + SimulatedHost.Current.VmallocSlack;
            BlockOptions options = name.options | content;
            void* memory = SimulatedHost.Current.Heap.Allocate(
                name.text, (nuint)size, (nuint)PAGE_SIZE, (nuint)slack, options, name.owner);
            return vmalloc_ptr<T>.of_linear(memory, size + slack);
        }
    }
}
