// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Linux;
using static Linux.book3s_hv_rm_mmu;
using static Linux.include.asm.hvcall_h;
using static Linux.include.asm.mmu_hash64_h;

namespace Kernel.Benchmarks;

// Unsafe: call runs over the elements of a part and stops before end; the vcpu belongs to the machine that owns the part.
/// <summary>
/// Calls the port's handlers as the loops of the baseline call theirs. Each loop makes the calls of a list and returns the number of
/// failures. One method for each operation, so that the loop variables stay in registers on both sides.
/// </summary>
internal static unsafe class PortLoops
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static long EnterRemove(kvm_vcpu* vcpu, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
        {
            if (kvmppc_h_enter(vcpu, call->Flags, (long)call->Index, call->First, call->Second) != H_SUCCESS)
                failures++;
            if (kvmppc_h_remove(vcpu, H_AVPN, vcpu->arch.gpr[4], call->First & HPTE_V_AVPN, 0) != H_SUCCESS)
                failures++;
        }
        return failures;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static long Read(kvm_vcpu* vcpu, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
        {
            if (kvmppc_h_read(vcpu, call->Flags, call->Index) != H_SUCCESS)
                failures++;
        }
        return failures;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static long Protect(kvm_vcpu* vcpu, HypercallArguments* call, HypercallArguments* end)
    {
        long failures = 0;
        for (; call < end; call++)
        {
            if (kvmppc_h_protect(vcpu, call->Flags, call->Index, call->First, 0) != H_SUCCESS)
                failures++;
        }
        return failures;
    }
}
