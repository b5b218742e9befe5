// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;

namespace Linux
{
    internal unsafe struct task_struct
    {
        internal mm_struct* mm;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/sched.h&gt;.</summary>
    internal static unsafe class sched_h
    {
        // PORT: by value; all threads that drive a virtual machine belong to the one process of the host.
        internal static task_struct current => new() { mm = SimulatedHost.Current.Process.Mm };
    }
}
