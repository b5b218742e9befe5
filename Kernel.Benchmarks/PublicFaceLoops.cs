// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using static Linux.include.asm.hvcall_h;
using static Linux.include.asm.mmu_hash64_h;

namespace Kernel.Benchmarks;

// Unsafe: only the arguments are reached by pointer, from the first element of a part to behind its last; the face checks the rest.
/// <summary>The same calls through <see cref="VirtualCpu.Hypercall"/>, as a program that uses the library makes them.</summary>
internal static unsafe class PublicFaceLoops
{
    internal static long EnterRemove(VirtualCpu processor, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
        {
            failures += Call(processor, Hypercalls.Enter, call->Flags, call->Index, call->First, call->Second);
            failures += Call(processor, Hypercalls.Remove, H_AVPN, processor.Gpr[4], call->First & HPTE_V_AVPN, 0);
        }
        return failures;
    }

    internal static long Single(VirtualCpu processor, ulong number, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
            failures += Call(processor, number, call->Flags, call->Index, call->First, call->Second);
        return failures;
    }

    private static int Call(VirtualCpu processor, ulong number, ulong r4, ulong r5, ulong r6, ulong r7)
    {
        Span<ulong> gpr = processor.RawGpr;
        gpr[4] = r4;
        gpr[5] = r5;
        gpr[6] = r6;
        gpr[7] = r7;
        return processor.Hypercall(number).Result == H_SUCCESS ? 0 : 1;
    }
}
