// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/cputable.h&gt;: what the processor can do.</summary>
internal static class cputable_h
{
    internal const ulong CPU_FTR_HVMODE = 0x0000000200000000UL;
    internal const ulong CPU_FTR_ARCH_201 = 0x0000000400000000UL;
    internal const ulong CPU_FTR_ARCH_206 = 0x0000000800000000UL;

    /// <summary>PORT: of the one processor type of the machine, where the C reads <c>cur_cpu_spec->cpu_features</c>; set at boot.</summary>
    internal static ulong cpu_features;

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool cpu_has_feature(ulong feature) => (cpu_features & feature) != 0;
}
