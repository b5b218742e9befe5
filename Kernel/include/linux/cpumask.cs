// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Scheduling;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/cpumask.h&gt;: which processors there are, and which of them run tasks of the host.</summary>
internal static class cpumask_h
{
    internal static bool cpu_online(int cpu) => Cpus.IsOnline(cpu);

    internal static int num_present_cpus() => Cpus.Count;
}
