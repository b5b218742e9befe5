// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Concurrency;
using static Linux.include.port.freed_h;

namespace Linux.include.linux;

/// <summary>
/// Header &lt;linux/compiler.h&gt;. Every word that several processors share is read and written through these: .NET may merge adjacent
/// plain reads of one word, and the same sources can be compiled against a scheduler that owns these few primitives.
/// </summary>
internal static unsafe class compiler_h
{
    // PORT: a read is an acquire and a write a release, a little stronger than the C's volatile accesses and free on x64.
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong READ_ONCE(ulong* p)
    {
        check_freed(p);
        return Atomics.Read(ref *p);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int READ_ONCE(int* p)
    {
        check_freed(p);
        return Atomics.Read(ref *p);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint READ_ONCE(uint* p)
    {
        check_freed((int*)p);
        return Atomics.Read(ref *p);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte READ_ONCE(byte* p)
    {
        check_freed(p);
        return Atomics.Read(ref *p);
    }

    [RealMode, Releases("p", IfHeld = true), MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WRITE_ONCE(ulong* p, ulong value)
    {
        check_freed(p);
        Atomics.Write(ref *p, value);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WRITE_ONCE(int* p, int value)
    {
        check_freed(p);
        Atomics.Write(ref *p, value);
    }

    [RealMode, Releases("p", IfHeld = true), MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WRITE_ONCE(uint* p, uint value)
    {
        check_freed((int*)p);
        Atomics.Write(ref *p, value);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WRITE_ONCE(byte* p, byte value)
    {
        check_freed(p);
        Atomics.Write(ref *p, value);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T* READ_ONCE<T>(T** p) where T : unmanaged
    {
        check_freed((ulong*)p);
        return Atomics.Read(p);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WRITE_ONCE<T>(T** p, T* value) where T : unmanaged
    {
        check_freed((ulong*)p);
        Atomics.Write(p, value);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong READ_ONCE(ref ulong p) => Atomics.Read(ref p);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WRITE_ONCE(ref ulong p, ulong value) => Atomics.Write(ref p, value);

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool likely(bool condition) => condition;

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool unlikely(bool condition) => condition;
}
