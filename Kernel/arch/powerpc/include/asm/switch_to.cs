// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.asm;

/// <summary>
/// Header &lt;asm/switch_to.h&gt; (&lt;asm/system.h&gt; at the original's commit): registers that a task leaves in the processor.
/// Tasks here have no such registers.
/// </summary>
internal static unsafe class switch_to_h
{
    internal static void flush_fp_to_thread(task_struct* t)
    {
    }

    internal static void flush_altivec_to_thread(task_struct* t)
    {
    }

    internal static void flush_vsx_to_thread(task_struct* t)
    {
    }
}
