// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

namespace Kernel.Concurrency;

/// <summary>Memory barriers.</summary>
internal static class Fence
{
    /// <summary>Every earlier access comes before every later one.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Full() => Interlocked.MemoryBarrier();

    /// <summary>Earlier reads come before all later accesses.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Read() => Volatile.ReadBarrier();

    /// <summary>Earlier accesses come before all later writes.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write() => Volatile.WriteBarrier();
}
