// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Concurrency;
using static Linux.include.linux.mutex_h;
using static Linux.include.port.freed_h;

namespace Linux
{
    internal unsafe struct srcu_struct
    {
        internal mutex mutex;           // one updater at a time
        internal int completed;
        internal int waiting;
        internal fixed int c[2];
    }
}

namespace Linux.include.linux
{
    /// <summary>
    /// Header &lt;linux/srcu.h&gt;: readers that may sleep, and updaters that wait until no reader uses what they have replaced. Readers
    /// count themselves in one of two counters. An updater directs new readers to the other counter and waits until the first is 0, twice,
    /// because a reader may choose a counter before the change and increment it afterwards.
    /// </summary>
    internal static unsafe class srcu_h
    {
        internal static int init_srcu_struct(srcu_struct* sp)
        {
            *sp = default;
            mutex_init(&sp->mutex);
            return 0;
        }

        internal static int srcu_read_lock(srcu_struct* sp)
        {
            int idx = Atomics.Read(ref sp->completed) & 1;
            Atomics.Increment(ref sp->c[idx]);
            return idx;
        }

        internal static void srcu_read_unlock(srcu_struct* sp, int idx)
        {
            Atomics.Decrement(ref sp->c[idx]);
            if (Atomics.Read(ref sp->waiting) != 0)
                AddressWaiter.WakeAll(&sp->c[idx]);
        }

        /// <summary>Waits until every reader that had begun is done.</summary>
        [MightSleep]
        internal static void synchronize_srcu_expedited(srcu_struct* sp) => synchronize(sp, null, null);

        /// <summary>PORT: the same, and asks the readers that it waits for to make an end.</summary>
        [MightSleep]
        internal static void synchronize_srcu_kicking(srcu_struct* sp, delegate*<kvm*, void> kick_readers, kvm* kvm) =>
            synchronize(sp, kick_readers, kvm);

        [MightSleep]
        private static void synchronize(srcu_struct* sp, delegate*<kvm*, void> kick_readers, kvm* kvm)
        {
            mutex_lock(&sp->mutex);
            Atomics.Exchange(ref sp->waiting, 1);
            for (int turn = 0; turn < 2; turn++) {
                int idx = sp->completed & 1;
                int readers;

                Atomics.Increment(ref sp->completed);
                if (kick_readers != null)
                    kick_readers(kvm);
                while ((readers = Atomics.Read(ref sp->c[idx])) != 0)
                    AddressWaiter.Wait(&sp->c[idx], readers);
            }
            Atomics.Exchange(ref sp->waiting, 0);
            mutex_unlock(&sp->mutex);
        }

        internal static void cleanup_srcu_struct(srcu_struct* sp) => *sp = default;

        [RealMode]
        internal static kvm_memslots* rcu_dereference(kvm_memslots** p)
        {
            check_freed((ulong*)p);
            return Atomics.Read(p);
        }

        internal static void rcu_assign_pointer(kvm_memslots** p, kvm_memslots* v) => Atomics.Write(p, v);
    }
}
