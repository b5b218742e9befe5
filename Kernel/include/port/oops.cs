// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;
using Kernel;
using Kernel.Host;
using Kernel.Host.Diagnostics;

namespace Linux.include.port;

/// <summary>What ends in an oops or BUG in the C. No C header corresponds: the C simply faults.</summary>
internal static unsafe class oops_h
{
    private const string EndOfTheMachine = "An oops is the end of the simulated machine; nothing runs in real mode after it.";

    [DoesNotReturn, RealMode(Unchecked = EndOfTheMachine)]
    internal static void BUG(string what) => Oops.Raise($"kernel BUG: {what}");

    /// <summary>What the processor cannot go on from: the message says what it did.</summary>
    [DoesNotReturn, RealMode(Unchecked = EndOfTheMachine)]
    internal static void oops(string what) => Oops.Raise($"kernel oops: {what}");

    /// <summary>An access outside an array in vmalloc space: names the array, the index and the length.</summary>
    /// <param name="pointer">A pointer into the array.</param>
    /// <param name="i">The element that was asked for, counted from there.</param>
    [DoesNotReturn, ConvertsAddressSpace("vmalloc"), RealMode(Unchecked = EndOfTheMachine)]
    internal static void oops_out_of_bounds<T>(vmalloc_ptr<T> pointer, ulong i) where T : unmanaged
    {
        nuint limit = (nuint)(pointer.limit - vmalloc_ptr<T>.VMALLOC_START);
        Kernel.Native.NativeAllocation? area = SimulatedHost.Current.Heap.FindByLimit(limit);
        ulong start = vmalloc_ptr<T>.VMALLOC_START + (area == null ? 0 : area.Address);
        OutOfBoundsReport report = new(
            area == null ? "a freed array" : area.Name,
            (long)(pointer.address - start) / sizeof(T) + (long)i,
            (area == null ? 0 : (ulong)area.Length) / (ulong)sizeof(T));
        Oops.Raise(report.ToString());
    }

    /// <summary>A use of something that was freed meanwhile: names it.</summary>
    [DoesNotReturn, RealMode(Unchecked = EndOfTheMachine)]
    internal static void oops_freed(string what) => Oops.Raise($"kernel oops: use of a freed {what}");

    /// <summary>An access outside an array of fixed length.</summary>
    [DoesNotReturn, RealMode(Unchecked = EndOfTheMachine)]
    internal static void oops_out_of_bounds(string array, long index, ulong length) =>
        Oops.Raise(new OutOfBoundsReport(array, index, length).ToString());
}
