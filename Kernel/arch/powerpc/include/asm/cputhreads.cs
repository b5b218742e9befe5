// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/cputhreads.h&gt;: the threads of a core have adjoining numbers.</summary>
internal static class cputhreads_h
{
    internal static int threads_per_core => SimulatedHost.Current.Processor.ThreadsPerCore;

    internal static int cpu_thread_in_core(int cpu) => cpu & (threads_per_core - 1);
}
