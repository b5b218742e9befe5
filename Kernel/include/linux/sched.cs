// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Concurrency;
using Kernel.Host;

namespace Linux
{
    internal unsafe struct task_struct
    {
        internal const int TASK_RUNNING = 0;
        internal const int TASK_INTERRUPTIBLE = 1;
        internal const int TASK_UNINTERRUPTIBLE = 2;

        internal int state;
        internal int signal_pending;    // PORT: a flag of the task's thread_info in the C
        internal int cpu;               // PORT: of the thread_info too; the processor that it is on, or -1
        internal mm_struct* mm;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/sched.h&gt;: tasks, their signals, and giving the processor away.</summary>
    internal static unsafe class sched_h
    {
        internal const int TASK_RUNNING = task_struct.TASK_RUNNING;
        internal const int TASK_INTERRUPTIBLE = task_struct.TASK_INTERRUPTIBLE;
        internal const int TASK_UNINTERRUPTIBLE = task_struct.TASK_UNINTERRUPTIBLE;
        internal const int TASK_NORMAL = TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE;

        internal static task_struct* current => SimulatedHost.Current.Scheduler.Current;

        internal static bool signal_pending(task_struct* p) => Atomics.Read(ref p->signal_pending) != 0;

        /// <summary>Gives the processor away until the task is running again. What it waits for it has said by its state.</summary>
        [MightSleep]
        internal static void schedule() => SimulatedHost.Current.Scheduler.Schedule();

        /// <summary>Gives the processor away for a turn if another task waits for one.</summary>
        [MightSleep]
        internal static void cond_resched() => SimulatedHost.Current.Scheduler.Yield();
    }
}
