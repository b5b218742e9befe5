// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Benchmarks;

// Unsafe: call runs over the elements of a part and stops before end; everything else goes through the face.
/// <summary>The measured hypercalls by the public face, as a program that uses the library makes them.</summary>
internal static unsafe class PublicFaceLoops
{
    private const ulong AvpnMask = 0x3fff_ffff_ffff_ff80;       // in the first doubleword
    private const ulong ProtectionMask = 3;                     // PP, in the flags of H_PROTECT

    internal static long EnterRemove(VirtualCpu vcpu, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
        {
            if (!vcpu.Enter((HypercallOptions)call->Flags, call->Index, call->First, call->Second).IsSuccess)
                failures++;
            if (!vcpu.Remove(HypercallOptions.Avpn, vcpu.Gpr[4], call->First & AvpnMask).IsSuccess)
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
            if (!vcpu.Protect(HypercallOptions.Avpn, call->Index, call->Flags & ProtectionMask, call->First).IsSuccess)
                failures++;
        }
        return failures;
    }
}
