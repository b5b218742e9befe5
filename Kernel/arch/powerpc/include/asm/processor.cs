// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Kernel;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/processor.h&gt;.</summary>
internal static class processor_h
{
    /// <summary>Tells the processor that this is a spin loop.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void cpu_relax()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
        else if (ArmBase.IsSupported)
            ArmBase.Yield();
    }
}
