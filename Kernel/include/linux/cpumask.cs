// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/cpumask.h&gt;: which processors there are, and which of them run tasks of the host.</summary>
internal static class cpumask_h
{
    internal static bool cpu_online(int cpu) => SimulatedHost.Current.IsOnline(cpu);

    internal static int num_present_cpus() => SimulatedHost.Current.ProcessorCount;
}
