// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Benchmarks;

// Unsafe: only the arguments are reached by pointer, from the first element of a part to behind its last; the face checks the rest.
/// <summary>The measured hypercalls through the public face, exactly as a program that uses the library makes them.</summary>
internal static unsafe class PublicFaceLoops
{
    private const ulong Avpn = 0x3fff_ffff_ffff_ff80;       // of the first doubleword

    internal static long EnterRemove(VirtualCpu vcpu, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
        {
            if (!vcpu.Enter((HypercallOptions)call->Flags, call->Index, call->First, call->Second).IsSuccess)
                failures++;
            if (!vcpu.Remove(HypercallOptions.Avpn, vcpu.Gpr[4], call->First & Avpn).IsSuccess)
                failures++;
        }
        return failures;
    }

    internal static long Read(VirtualCpu vcpu, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
        {
            if (!vcpu.Read((HypercallOptions)call->Flags, call->Index).IsSuccess)
                failures++;
        }
        return failures;
    }

    internal static long Protect(VirtualCpu vcpu, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
        {
            if (!vcpu.Protect((HypercallOptions)call->Flags, call->Index, protection: 0, avpn: call->First).IsSuccess)
                failures++;
        }
        return failures;
    }
}
