// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

namespace Kernel.Concurrency;

// Unsafe: a pointer to a pointer is a word of the machine's size; its owner keeps it alive.
/// <summary>
/// Words that several threads share: one atomic access each. A read is an acquire, a write is a release, and everything that both reads and
/// writes is a full fence.
/// </summary>
internal static unsafe class Atomics
{
    /// <summary>Reads a word with acquire order.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Read(ref readonly bool word) => Volatile.Read(in word);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte Read(ref readonly byte word) => Volatile.Read(in word);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Read(ref readonly int word) => Volatile.Read(in word);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Read(ref readonly uint word) => Volatile.Read(in word);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Read(ref readonly long word) => Volatile.Read(in word);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Read(ref readonly ulong word) => Volatile.Read(in word);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint Read(ref readonly nint word) => Volatile.Read(in word);

    /// <summary>Reads a reference with acquire order.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Read<T>(ref readonly T word) where T : class? => Volatile.Read(in word);

    /// <summary>Reads a pointer with acquire order.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T* Read<T>(T** word) where T : unmanaged => (T*)Volatile.Read(ref *(nint*)word);

    /// <summary>Writes a word with release order.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ref bool word, bool value) => Volatile.Write(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ref byte word, byte value) => Volatile.Write(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ref int word, int value) => Volatile.Write(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ref uint word, uint value) => Volatile.Write(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ref long word, long value) => Volatile.Write(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ref ulong word, ulong value) => Volatile.Write(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(ref nint word, nint value) => Volatile.Write(ref word, value);

    /// <summary>Writes a reference with release order.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write<T>(ref T word, T value) where T : class? => Volatile.Write(ref word, value);

    /// <summary>Writes a pointer with release order.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write<T>(T** word, T* value) where T : unmanaged => Volatile.Write(ref *(nint*)word, (nint)value);

    /// <summary>Stores <paramref name="value"/> if the word holds <paramref name="comparand"/>; returns what it held.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CompareExchange(ref int word, int value, int comparand) =>
        Interlocked.CompareExchange(ref word, value, comparand);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint CompareExchange(ref uint word, uint value, uint comparand) =>
        Interlocked.CompareExchange(ref word, value, comparand);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long CompareExchange(ref long word, long value, long comparand) =>
        Interlocked.CompareExchange(ref word, value, comparand);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong CompareExchange(ref ulong word, ulong value, ulong comparand) =>
        Interlocked.CompareExchange(ref word, value, comparand);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint CompareExchange(ref nint word, nint value, nint comparand) =>
        Interlocked.CompareExchange(ref word, value, comparand);

    /// <summary>Stores <paramref name="value"/> if the reference is <paramref name="comparand"/>; returns what it was.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T CompareExchange<T>(ref T word, T value, T comparand) where T : class? =>
        Interlocked.CompareExchange(ref word, value, comparand);

    /// <summary>Stores the value once: where the reference is still null. Returns whether it was.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryInitialize<T>(ref T? word, T value) where T : class =>
        Interlocked.CompareExchange(ref word, value, null) is null;

    /// <summary>Stores a value; returns what the word held.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Exchange(ref int word, int value) => Interlocked.Exchange(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Exchange(ref uint word, uint value) => Interlocked.Exchange(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Exchange(ref long word, long value) => Interlocked.Exchange(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Exchange(ref ulong word, ulong value) => Interlocked.Exchange(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint Exchange(ref nint word, nint value) => Interlocked.Exchange(ref word, value);

    /// <summary>Adds a value; returns the sum.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Add(ref int word, int value) => Interlocked.Add(ref word, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Add(ref long word, long value) => Interlocked.Add(ref word, value);

    /// <summary>Adds 1; returns the sum.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Increment(ref int word) => Interlocked.Increment(ref word);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Increment(ref long word) => Interlocked.Increment(ref word);

    /// <summary>Subtracts 1; returns the difference.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Decrement(ref int word) => Interlocked.Decrement(ref word);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Decrement(ref long word) => Interlocked.Decrement(ref word);

    /// <summary>Sets bits; returns what the word held before.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Or(ref uint word, uint bits) => Interlocked.Or(ref word, bits);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Or(ref ulong word, ulong bits) => Interlocked.Or(ref word, bits);

    /// <summary>Keeps only the bits of the mask; returns what the word held before.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint And(ref uint word, uint mask) => Interlocked.And(ref word, mask);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong And(ref ulong word, ulong mask) => Interlocked.And(ref word, mask);
}
