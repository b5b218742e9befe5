// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Locking;

namespace Linux
{
    internal struct wait_queue_head_t
    {
        internal int waiters;
        internal int wakeups;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/wait.h&gt;: queues of sleeping threads.</summary>
    internal static unsafe class wait_h
    {
        internal static void init_waitqueue_head(wait_queue_head_t* q) => *q = default;

        internal static bool waitqueue_active(wait_queue_head_t* q) => Volatile.Read(ref q->waiters) != 0;

        internal static void wake_up_interruptible(wait_queue_head_t* q)
        {
            Interlocked.Increment(ref q->wakeups);
            AddressWaiter.WakeAll(&q->wakeups);
        }
    }
}
