// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Concurrency;
using Kernel.Machine;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/xics.h&gt;: the interrupt controller, which here only passes on what one processor sends another.</summary>
internal static unsafe class xics_h
{
    /// <summary>Interrupts a processor out of its nap.</summary>
    [RealMode]
    internal static void xics_wake_cpu(int cpu) => HardwareThreads.Interrupt(cpu);

    /// <summary>Takes this processor's pending interrupt.</summary>
    [RealMode]
    internal static void xics_ack_ipi() => Atomics.Write(ref HardwareThread.Current->ExternalInterrupt, 0);
}
