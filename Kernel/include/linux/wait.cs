// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.Scheduling;
using static Linux.include.linux.list_h;
using static Linux.include.linux.sched_h;
using static Linux.include.linux.spinlock_h;

namespace Linux
{
    internal struct wait_queue_head_t
    {
        internal spinlock_t @lock;
        internal list_head task_list;
    }

    /// <summary>A task in a queue; it lies on the stack of the task that waits.</summary>
    internal unsafe struct wait_queue_t
    {
        internal task_struct* @private;
        internal list_head task_list;

        internal static wait_queue_t* list_entry(list_head* ptr) => (wait_queue_t*)((byte*)ptr - sizeof(task_struct*));     // container_of
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/wait.h&gt;: queues of sleeping tasks.</summary>
    internal static unsafe class wait_h
    {
        internal static void init_waitqueue_head(wait_queue_head_t* q)
        {
            spin_lock_init(&q->@lock);
            INIT_LIST_HEAD(&q->task_list);
        }

        internal static bool waitqueue_active(wait_queue_head_t* q) => !list_empty(&q->task_list);

        /// <summary>PORT: a macro that declares the variable in the C.</summary>
        internal static void DEFINE_WAIT(wait_queue_t* wait)
        {
            wait->@private = current;
            INIT_LIST_HEAD(&wait->task_list);
        }

        /// <summary>Puts the task into the queue and says that it is about to sleep. What it waits for is tested after this.</summary>
        internal static void prepare_to_wait(wait_queue_head_t* q, wait_queue_t* wait, int state)
        {
            spin_lock(&q->@lock);
            if (list_empty(&wait->task_list))
                list_add(&wait->task_list, &q->task_list);
            Atomics.Exchange(ref current->state, state);        // set_current_state
            spin_unlock(&q->@lock);
        }

        // PORT: always under the lock, since whoever wakes us may still be holding it
        internal static void finish_wait(wait_queue_head_t* q, wait_queue_t* wait)
        {
            Atomics.Write(ref current->state, TASK_RUNNING);
            spin_lock(&q->@lock);
            if (!list_empty(&wait->task_list)) {
                list_del(&wait->task_list);
                INIT_LIST_HEAD(&wait->task_list);
            }
            spin_unlock(&q->@lock);
        }

        internal static void wake_up(wait_queue_head_t* q) => wake(q, TASK_NORMAL);

        internal static void wake_up_interruptible(wait_queue_head_t* q) => wake(q, TASK_INTERRUPTIBLE);

        private static void wake(wait_queue_head_t* q, int mode)
        {
            spin_lock(&q->@lock);
            for (list_head* entry = q->task_list.next, next; entry != &q->task_list; entry = next) {
                next = entry->next;
                if (Scheduler.Wake(wait_queue_t.list_entry(entry)->@private, mode)) {
                    list_del(entry);
                    INIT_LIST_HEAD(entry);
                }
            }
            spin_unlock(&q->@lock);
        }
    }
}
