// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using Kernel.Host.Diagnostics;
using Kernel.Native;

namespace Linux.include.port;

/// <summary>
/// Finds uses of freed memory, in Debug builds. No C header corresponds; KASAN's checks stand in the same places. Freed memory holds a
/// pattern, so that a word that holds anything else needs no further look.
/// </summary>
internal static unsafe class freed_h
{
    private const byte PATTERN = FreedBlock.Pattern;
    private const ulong PATTERN64 = 0x0101010101010101UL * PATTERN;
    private const uint PATTERN32 = 0x01010101U * PATTERN;

    /// <summary>Ends in an oops if the word, which is about to be used, lies in a block that was freed.</summary>
    [Conditional("DEBUG")]
    internal static void check_freed(ulong* p)
    {
        if (*p == PATTERN64)
            oops_if_freed(p, sizeof(ulong));
    }

    /// <inheritdoc cref="check_freed(ulong*)"/>
    [Conditional("DEBUG")]
    internal static void check_freed(int* p)
    {
        if (*(uint*)p == PATTERN32)
            oops_if_freed(p, sizeof(int));
    }

    /// <inheritdoc cref="check_freed(ulong*)"/>
    [Conditional("DEBUG")]
    internal static void check_freed(byte* p)
    {
        if (*p == PATTERN)
            oops_if_freed(p, sizeof(byte));
    }

    private static void oops_if_freed(void* p, int size)
    {
        string? place = NativeHeap.DescribeFreed((nuint)p);
        if (place != null)
            Oops.Raise($"kernel oops: use of {size} bytes of freed memory: {place}");
    }
}
