// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kernel.Benchmarks;

// Unsafe: the list has _count elements and is freed by Dispose, after which Next is not called. _next is a multiple of _part below _count,
// so every part lies inside the list.
/// <summary>
/// A list of calls in unmanaged memory. A measured method makes a fixed number of calls: the next part of a long list, or all of a short
/// list several times.
/// </summary>
internal sealed unsafe class Workload : IDisposable
{
    private readonly int _count;
    private readonly int _part;
    private int _next;

    /// <summary>Allocates the list.</summary>
    /// <param name="count">The number of calls in the list, a power of two.</param>
    /// <param name="run">The number of calls that a measured method makes, a power of two.</param>
    internal Workload(int count, int run)
    {
        _count = count;
        _part = Math.Min(count, run);
        Repetitions = run / _part;
        Calls = (HypercallArguments*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(HypercallArguments)), 64);
    }

    /// <summary>The calls' arguments.</summary>
    internal HypercallArguments* Calls { get; }

    /// <summary>How many times a measured method makes the calls of its part.</summary>
    internal int Repetitions { get; }

    /// <summary>The next part.</summary>
    /// <param name="end">The end of the part, behind its last call.</param>
    internal HypercallArguments* Next(out HypercallArguments* end)
    {
        HypercallArguments* part = Calls + _next;
        _next = (_next + _part) & (_count - 1);
        end = part + _part;
        return part;
    }

    public void Dispose() => NativeMemory.AlignedFree(Calls);
}
