// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/kvm_ppc.h&gt;: the guest's registers.</summary>
internal static unsafe class kvm_ppc_h
{
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void kvmppc_set_gpr(kvm_vcpu* vcpu, int num, ulong val) => vcpu->arch.gpr[num] = val;

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong kvmppc_get_gpr(kvm_vcpu* vcpu, int num) => vcpu->arch.gpr[num];
}
