// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Machine;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/ppc-opcode.h&gt;: instructions that C reaches by inline assembly.</summary>
internal static class ppc_opcode_h
{
    /// <summary>Invalidates a translation on every processor of the partition (Power ISA 2.06 Book III-S, 5.9.3.3).</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void PPC_TLBIE(ulong lpid, ulong rb) => TlbInvalidationLog.Record(rb, lpid, isGlobal: true);

    /// <summary>Invalidates a translation on this processor.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void tlbiel(ulong rb) => TlbInvalidationLog.Record(rb, 0, isGlobal: false);

    /// <summary>Waits until every processor has done its part of the tlbie before it: immediate here, the invalidation being a log entry.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void tlbsync() => Volatile.WriteBarrier();
}
