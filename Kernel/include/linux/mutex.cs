// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Host.Locking;
using static Linux.include.port.freed_h;

namespace Linux
{
    internal struct mutex
    {
        internal int count;             // PORT: an atomic_t in the C
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/mutex.h&gt;: a lock whose waiters sleep.</summary>
    internal static unsafe class mutex_h
    {
        internal static void mutex_init(mutex* @lock) => @lock->count = 0;

        [MightSleep, Acquires("lock")]
        internal static void mutex_lock(mutex* @lock)
        {
            check_freed(&@lock->count);
            SleepingMutex.Lock(&@lock->count);
        }

        [Releases("lock")]
        internal static void mutex_unlock(mutex* @lock) => SleepingMutex.Unlock(&@lock->count);
    }
}
