// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Concurrency;
using Kernel.Machine;
using Kernel.Machine.Translation;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/ppc-opcode.h&gt;: instructions that C reaches by inline assembly.</summary>
internal static unsafe class ppc_opcode_h
{
    /// <summary>Invalidates a translation on every processor of the partition (Power ISA 2.06 Book III-S, 5.9.3.3).</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void PPC_TLBIE(ulong lpid, ulong rb)
    {
        TlbInstruments.Note(rb, lpid, isGlobal: true);
        TlbSet.InvalidateEverywhere(rb, lpid);
    }

    /// <summary>Invalidates a translation on this processor.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void tlbiel(ulong rb)
    {
        TlbInstruments.Note(rb, 0, isGlobal: false);
        if (!TlbSet.IsEmpty)
            HardwareThread.Invalidate(HardwareThread.Current, rb);
    }

    /// <summary>Waits until every processor has obeyed the tlbie before it. Here tlbie itself has waited (<see cref="Tlb"/>).</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void tlbsync() => Fence.Write();
}
