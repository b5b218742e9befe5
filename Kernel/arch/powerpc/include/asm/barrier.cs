// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;

namespace Linux.include.asm;

/// <summary>
/// Header &lt;asm/barrier.h&gt; (&lt;asm/system.h&gt; at the original's commit): the one place where a barrier of the C becomes one of
/// .NET.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>smp_wmb, wmb, eieio</term><description><see cref="Volatile.WriteBarrier"/>: earlier accesses before later writes.</description></item>
/// <item><term>smp_rmb</term><description><see cref="Volatile.ReadBarrier"/>: earlier reads before later accesses.</description></item>
/// <item><term>smp_mb, ptesync</term><description><see cref="Interlocked.MemoryBarrier"/>: everything before everything.</description></item>
/// <item><term>ldarx, stdcx., isync</term><description><see cref="cmpxchg(ulong*, ulong, ulong)"/>, which is a full fence.</description></item>
/// </list>
/// </remarks>
internal static unsafe class barrier_h
{
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void smp_mb() => Interlocked.MemoryBarrier();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void smp_rmb() => Volatile.ReadBarrier();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void smp_wmb() => Volatile.WriteBarrier();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void wmb() => Volatile.WriteBarrier();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void eieio() => Volatile.WriteBarrier();

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ptesync() => Interlocked.MemoryBarrier();

    /// <summary>Stores <paramref name="new"/> if the word holds <paramref name="old"/>; returns what it held.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong cmpxchg(ulong* p, ulong old, ulong @new) => Interlocked.CompareExchange(ref *p, @new, old);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint cmpxchg(uint* p, uint old, uint @new) => Interlocked.CompareExchange(ref *p, @new, old);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int cmpxchg(int* p, int old, int @new) => Interlocked.CompareExchange(ref *p, @new, old);
}
