// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Concurrency;
using static Linux.include.port.freed_h;

namespace Linux
{
    internal struct atomic_t
    {
        internal int counter;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/atomic.h&gt;.</summary>
    internal static unsafe class atomic_h
    {
        [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static int atomic_read(atomic_t* v)
        {
            check_freed(&v->counter);
            return Atomics.Read(ref v->counter);
        }

        [RealMode]
        internal static void atomic_set(atomic_t* v, int i) => Atomics.Write(ref v->counter, i);

        /// <summary>PORT: on a word that is no atomic_t, as assembly does it.</summary>
        [RealMode]
        internal static void atomic_add(int i, int* v) => Atomics.Add(ref *v, i);

        [RealMode]
        internal static void atomic_inc(atomic_t* v)
        {
            check_freed(&v->counter);
            Atomics.Increment(ref v->counter);
        }

        [RealMode]
        internal static bool atomic_dec_and_test(atomic_t* v)
        {
            check_freed(&v->counter);
            return Atomics.Decrement(ref v->counter) == 0;
        }
    }
}
