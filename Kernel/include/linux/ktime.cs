// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.linux;

/// <summary>Header &lt;linux/ktime.h&gt;: a time is a number of nanoseconds.</summary>
internal static class ktime_h
{
    internal const ulong NSEC_PER_SEC = 1000000000;

    internal static long ktime_set(long secs, ulong nsecs) => secs * (long)NSEC_PER_SEC + (long)nsecs;
}
