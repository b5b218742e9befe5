// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Concurrency;
using Kernel.Host.Scheduling;
using static Linux.include.port.freed_h;

namespace Linux
{
    internal struct spinlock_t
    {
        internal SpinLockWord raw_lock;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/spinlock.h&gt;, on <see cref="SpinLockWord"/>. The holder may not sleep.</summary>
    internal static unsafe class spinlock_h
    {
        internal static void spin_lock_init(spinlock_t* @lock) => @lock->raw_lock.Initialize();

        [Acquires("lock", Spins = true)]
        internal static void spin_lock(spinlock_t* @lock)
        {
            check_freed((int*)@lock);
            ContextChecks.SpinLockWanted((nuint)@lock);
            ContextChecks.DisablePreemption();
            @lock->raw_lock.Enter();
            ContextChecks.SpinLockTaken((nuint)@lock);
        }

        [Releases("lock")]
        internal static void spin_unlock(spinlock_t* @lock)
        {
            ContextChecks.SpinLockReleased((nuint)@lock);
            @lock->raw_lock.Exit();
            ContextChecks.EnablePreemption();
        }
    }
}
