// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/cputhreads.h&gt;.</summary>
internal static class cputhreads_h
{
    internal static int threads_per_core => SimulatedHost.Current.Processor.ThreadsPerCore;
}
