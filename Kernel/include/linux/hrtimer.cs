// SPDX-License-Identifier: GPL-2.0-only
namespace Linux
{
    internal struct hrtimer
    {
        internal int state;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/hrtimer.h&gt;: a timer that is armed or not.</summary>
    internal static unsafe class hrtimer_h
    {
        private const int HRTIMER_STATE_INACTIVE = 0;

        internal static void hrtimer_init(hrtimer* timer) => timer->state = HRTIMER_STATE_INACTIVE;

        internal static int hrtimer_try_to_cancel(hrtimer* timer) => Interlocked.Exchange(ref timer->state, HRTIMER_STATE_INACTIVE);

        internal static int hrtimer_cancel(hrtimer* timer) => hrtimer_try_to_cancel(timer);
    }
}
