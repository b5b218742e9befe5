// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Host.Scheduling;
using static Linux.include.linux.preempt_h;

namespace Linux.include.linux;

/// <summary>Header &lt;linux/smp.h&gt;: the processors of the host.</summary>
internal static unsafe class smp_h
{
    internal const int nr_cpu_ids = include.asm.kvm_host_h.NR_CPUS;

    /// <summary>The processor that this task is on.</summary>
    internal static int smp_processor_id() => Cpus.CurrentNumber;

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
    internal static void smp_send_reschedule(int cpu) => Cpus.Interrupt(cpu);
}
