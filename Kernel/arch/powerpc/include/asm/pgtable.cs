// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;

namespace Linux
{
    /// <summary>
    /// A Linux page table entry. PORT: it tells the real address of the very word that was looked up, not of the page around it, or 0
    /// where nothing is mapped.
    /// </summary>
    internal readonly struct pte_t
    {
        internal readonly ulong pte;

        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal pte_t(ulong pte) => this.pte = pte;
    }
}

namespace Linux.include.asm
{
    /// <summary>
    /// Header &lt;asm/pgtable.h&gt;: the kernel's own page table. All of vmalloc space lies at one distance from its linear alias, so the
    /// table is a computation; an address behind the pointer's own area has no entry.
    /// </summary>
    internal static unsafe class pgtable_h
    {
        [RealMode, ConvertsAddressSpace("vmalloc"), MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static pte_t find_linux_pte<T>(vmalloc_ptr<T> ea) where T : unmanaged =>
            new(ea.address + (ulong)sizeof(T) <= ea.limit ? ea.address - vmalloc_ptr<T>.VMALLOC_START : 0);

        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static bool pte_present(pte_t pte) => pte.pte != 0;

        /// <summary>PORT: what the C joins from the page's number and the offset in the page.</summary>
        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static ulong pte_real(pte_t pte) => pte.pte;
    }
}
