// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Machine;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/time.h&gt;: the time base.</summary>
internal static class time_h
{
    internal const ulong tb_ticks_per_sec = TimeBase.Frequency;

    /// <summary>PORT: the host's clock ticks a hundred times in a second (CONFIG_HZ).</summary>
    internal const ulong tb_ticks_per_jiffy = tb_ticks_per_sec / 100;

    [RealMode]
    internal static ulong get_tb() => TimeBase.Now;

    [RealMode]
    internal static ulong mftb() => TimeBase.Now;
}
