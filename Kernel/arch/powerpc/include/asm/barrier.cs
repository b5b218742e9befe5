// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Concurrency;

namespace Linux.include.asm;

/// <summary>
/// Header &lt;asm/barrier.h&gt; (&lt;asm/system.h&gt; at the original's commit): the one place where a barrier of the C becomes one of
/// <see cref="Fence"/>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>smp_wmb, wmb, eieio</term><description><see cref="Fence.Write"/>: earlier accesses before later writes.</description></item>
/// <item><term>smp_rmb</term><description><see cref="Fence.Read"/>: earlier reads before later accesses.</description></item>
/// <item><term>lwsync</term><description><see cref="Fence.Read"/> and <see cref="Fence.Write"/>: everything but earlier writes before
/// later reads.</description></item>
/// <item><term>smp_mb, ptesync</term><description><see cref="Fence.Full"/>: everything before everything.</description></item>
/// <item><term>ldarx, stdcx., isync</term><description><see cref="cmpxchg(ulong*, ulong, ulong)"/>: a full fence.</description></item>
/// </list>
/// </remarks>
internal static unsafe class barrier_h
{
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void smp_mb() => Fence.Full();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void smp_rmb() => Fence.Read();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void smp_wmb() => Fence.Write();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void lwsync()
    {
        Fence.Read();
        Fence.Write();
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void wmb() => Fence.Write();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void eieio() => Fence.Write();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ptesync() => Fence.Full();

    /// <summary>Stores <paramref name="new"/> if the word holds <paramref name="old"/>; returns what it held.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong cmpxchg(ulong* p, ulong old, ulong @new) => Atomics.CompareExchange(ref *p, @new, old);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint cmpxchg(uint* p, uint old, uint @new) => Atomics.CompareExchange(ref *p, @new, old);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int cmpxchg(int* p, int old, int @new) => Atomics.CompareExchange(ref *p, @new, old);

    /// <summary>Stores a value; returns what the word held.</summary>
    internal static ulong xchg(ref ulong p, ulong @new) => Atomics.Exchange(ref p, @new);
}
