// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/kvm_ppc.h&gt;: the guest's registers, and what emulation can come to.</summary>
internal static unsafe class kvm_ppc_h
{
    // enum emulation_result
    internal const int EMULATE_DONE = 0;
    internal const int EMULATE_DO_MMIO = 1;
    internal const int EMULATE_DO_DCR = 2;
    internal const int EMULATE_FAIL = 3;
    internal const int EMULATE_AGAIN = 4;

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void kvmppc_set_gpr(kvm_vcpu* vcpu, int num, ulong val) => vcpu->arch.gpr[num] = val;

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong kvmppc_get_gpr(kvm_vcpu* vcpu, int num) => vcpu->arch.gpr[num];

    internal static void kvmppc_set_pc(kvm_vcpu* vcpu, ulong val) => vcpu->arch.pc = val;

    internal static ulong kvmppc_get_pc(kvm_vcpu* vcpu) => vcpu->arch.pc;

    internal static void kvmppc_set_cr(kvm_vcpu* vcpu, uint val) => vcpu->arch.cr = val;

    internal static uint kvmppc_get_cr(kvm_vcpu* vcpu) => vcpu->arch.cr;

    internal static void kvmppc_set_xer(kvm_vcpu* vcpu, ulong val) => vcpu->arch.xer = val;

    internal static ulong kvmppc_get_xer(kvm_vcpu* vcpu) => vcpu->arch.xer;

    internal static void kvmppc_set_ctr(kvm_vcpu* vcpu, ulong val) => vcpu->arch.ctr = val;

    internal static ulong kvmppc_get_ctr(kvm_vcpu* vcpu) => vcpu->arch.ctr;

    internal static void kvmppc_set_lr(kvm_vcpu* vcpu, ulong val) => vcpu->arch.lr = val;

    internal static ulong kvmppc_get_lr(kvm_vcpu* vcpu) => vcpu->arch.lr;

    /// <summary>Where the guest's interrupt handlers are: at 0 in hypervisor mode.</summary>
    internal static ulong kvmppc_interrupt_offset(kvm_vcpu* vcpu) => 0;

    /// <summary>The guest defers interrupts by a register pair, which only paravirtual guests do.</summary>
    internal static bool kvmppc_critical_section(kvm_vcpu* vcpu) => false;

    internal static void kvmppc_update_int_pending(kvm_vcpu* vcpu, ulong pending_now, ulong old_pending)
    {
    }
}
