// SPDX-License-Identifier: GPL-2.0-only
namespace Linux;

/// <summary>Header &lt;asm/kvm_book3s_asm.h&gt;: what a processor keeps for KVM. PORT: the fields that the ported code uses.</summary>
internal unsafe struct kvmppc_host_state
{
    internal u8 in_guest;
    [Kernel.SharedWord]
    internal u8 napping;
    [Kernel.SharedWord]
    internal kvm_vcpu* kvm_vcpu;
    [Kernel.SharedWord]
    internal kvmppc_vcore* kvm_vcore;
    internal u64 dabr;
    internal u64 dec_expires;
}
