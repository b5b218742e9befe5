// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using static Linux.include.port.freed_h;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/bitops.h&gt;: bitmaps of 64-bit words.</summary>
internal static unsafe class bitops_h
{
    internal const int BITS_PER_LONG = 64;

    [Kernel.RealMode]
    internal static int BITS_TO_LONGS(int nr) => (nr + BITS_PER_LONG - 1) / BITS_PER_LONG;

    /// <summary>The number of the first clear bit, or <paramref name="size"/>.</summary>
    internal static ulong find_first_zero_bit(ulong* addr, ulong size)
    {
        for (ulong nr = 0; nr < size; nr++)
        {
            if ((addr[nr / BITS_PER_LONG] >> (int)(nr % BITS_PER_LONG) & 1) == 0)
                return nr;
        }
        return size;
    }

    internal static bool test_and_set_bit(ulong nr, ulong* addr)
    {
        ulong mask = 1ul << (int)(nr % BITS_PER_LONG);

        check_freed(&addr[nr / BITS_PER_LONG]);
        return (Atomics.Or(ref addr[nr / BITS_PER_LONG], mask) & mask) != 0;
    }

    internal static void set_bit(ulong nr, ulong* addr) => test_and_set_bit(nr, addr);

    [Kernel.RealMode]
    internal static void clear_bit(ulong nr, ulong* addr)
    {
        check_freed(&addr[nr / BITS_PER_LONG]);
        Atomics.And(ref addr[nr / BITS_PER_LONG], ~(1ul << (int)(nr % BITS_PER_LONG)));
    }

    /// <summary>Sets the bits of a mask in a word (&lt;asm/bitops.h&gt;).</summary>
    [Kernel.RealMode]
    internal static void set_bits(ulong mask, ulong* p) => Atomics.Or(ref *p, mask);

    /// <summary>Clears the bits of a mask in a word (&lt;asm/bitops.h&gt;).</summary>
    internal static void clear_bits(ulong mask, ulong* p) => Atomics.And(ref *p, ~mask);

    [Kernel.RealMode]
    internal static bool test_bit(int nr, ulong* addr)
    {
        check_freed(&addr[nr / BITS_PER_LONG]);
        return (Atomics.Read(ref addr[nr / BITS_PER_LONG]) >> (nr % BITS_PER_LONG) & 1) != 0;
    }

    /// <summary>The number of the lowest set bit; 64 if there is none.</summary>
    internal static ulong __ffs(ulong word) => (ulong)System.Numerics.BitOperations.TrailingZeroCount(word);

    /// <summary>The number of the first set bit from <paramref name="offset"/> on, or <paramref name="size"/>.</summary>
    internal static ulong find_next_bit(ulong* addr, ulong size, ulong offset)
    {
        for (; offset < size; offset++)
        {
            if (test_bit((int)offset, addr))
                return offset;
        }
        return size;
    }

    /// <summary>How many bits are set.</summary>
    [Kernel.RealMode]
    internal static int hweight32(uint w) => System.Numerics.BitOperations.PopCount(w);
}
