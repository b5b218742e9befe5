// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Host.Scheduling;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/preempt.h&gt;: .NET threads are always pre-emptible; Debug builds keep the count and assert on it.</summary>
internal static class preempt_h
{
    [Acquires("::preemption", Spins = true, Nests = true)]
    internal static void preempt_disable() => ContextChecks.DisablePreemption();

    [Releases("::preemption")]
    internal static void preempt_enable() => ContextChecks.EnablePreemption();
}
