// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Host.Locking;

namespace Linux
{
    internal struct rw_semaphore
    {
        internal int count;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/rwsem.h&gt;: many readers or one writer; waiters sleep.</summary>
    internal static unsafe class rwsem_h
    {
        [MightSleep, Acquires("sem", Nests = true)]
        internal static void down_read(rw_semaphore* sem) => SleepingReaderWriterLock.EnterRead(&sem->count);

        [Releases("sem")]
        internal static void up_read(rw_semaphore* sem) => SleepingReaderWriterLock.ExitRead(&sem->count);
    }
}
