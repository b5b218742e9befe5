// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;

namespace Linux
{
    internal unsafe struct hrtimer
    {
        internal delegate*<hrtimer*, int> function;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/hrtimer.h&gt;: timers that call a function once.</summary>
    internal static unsafe class hrtimer_h
    {
        internal const int HRTIMER_NORESTART = 0;
        internal const int HRTIMER_MODE_ABS = 0;
        internal const int HRTIMER_MODE_REL = 1;
        internal const int CLOCK_REALTIME = 0;

        internal static void hrtimer_init(hrtimer* timer, int which_clock, int mode) => timer->function = null;

        internal static void hrtimer_start(hrtimer* timer, long tim, int mode) => SimulatedHost.Current.Timers.Start(timer, tim);

        /// <summary>Takes it off the queue: 1 if it was there, 0 if not, -1 if its function is being called.</summary>
        internal static int hrtimer_try_to_cancel(hrtimer* timer) => SimulatedHost.Current.Timers.TryToCancel(timer);

        /// <summary>Takes it off the queue, and waits if its function is being called: 1 if it was there, 0 if not.</summary>
        internal static int hrtimer_cancel(hrtimer* timer) => SimulatedHost.Current.Timers.Cancel(timer);
    }
}
