// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using static Linux.include.asm.paca_h;
using static Linux.include.asm.xics_h;
using static Linux.include.linux.preempt_h;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/smp.h&gt;: the processors of the host.</summary>
internal static unsafe class smp_h
{
    internal const int nr_cpu_ids = include.asm.kvm_host_h.NR_CPUS;

    /// <summary>The processor that this task is on.</summary>
    internal static int smp_processor_id() => local_paca->paca_index;

    [Acquires("::preemption", Spins = true, Nests = true)]
    internal static int get_cpu()
    {
        preempt_disable();
        return smp_processor_id();
    }

    [Releases("::preemption")]
    internal static void put_cpu() => preempt_enable();

    /// <summary>Interrupts a processor, so that it looks whether there is something to do.</summary>
    [RealMode]
    internal static void smp_send_reschedule(int cpu) => xics_wake_cpu(cpu);
}
