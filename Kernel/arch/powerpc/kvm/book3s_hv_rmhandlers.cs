// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s_hv_rmhandlers.S, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright 2011 Paul Mackerras, IBM Corp. <paulus@au1.ibm.com>
// Derived from book3s_rmhandlers.S and other files, which are:
// Copyright SUSE Linux Products GmbH 2009
// Authors: Alexander Graf <agraf@suse.de>

using Kernel;
using static Linux.book3s_64_vio_hv;
using static Linux.book3s_hv_rm_mmu;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.hvcall_h;
using static Linux.include.asm.kvm_asm_h;
using static Linux.include.asm.kvm_ppc_h;
using static Linux.include.asm.reg_h;
using static Linux.include.linux.compiler_h;

namespace Linux;

/// <summary>
/// The first thing that happens to a hypercall, still in real mode: the table of those that can be handled there, and the way through it.
/// PORT: assembly in the original; arguments are the guest's live registers, read from the vcpu here.
/// </summary>
internal static unsafe class book3s_hv_rmhandlers
{
    /// <summary>What an entry of the table stands for. PORT: an offset to the handler in the original.</summary>
    private const byte h_remove = 1;
    private const byte h_enter = 2;
    private const byte h_read = 3;
    private const byte h_protect = 4;
    private const byte h_put_tce = 5;
    private const byte h_set_dabr = 6;
    private const byte h_cede = 7;
    private const byte h_bulk_remove = 8;

    /// <summary>Which hypercalls real mode handles, by number / 4; 0 for those that it leaves to the host.</summary>
    internal static ReadOnlySpan<byte> hcall_real_table
    {
        [RealMode]
        get =>
        [
            0,                  // 0x00
            h_remove,           // 0x04
            h_enter,            // 0x08
            h_read,             // 0x0c
            0,                  // 0x10 H_CLEAR_MOD
            0,                  // 0x14 H_CLEAR_REF
            h_protect,          // 0x18
            0,                  // 0x1c H_GET_TCE
            h_put_tce,          // 0x20
            0,                  // 0x24 H_SET_SPRG0
            h_set_dabr,         // 0x28
            0, 0, 0, 0, 0,      // 0x2c to 0x3c
            0, 0, 0, 0,         // 0x40 to 0x4c
            0, 0, 0, 0,         // 0x50 to 0x5c
            0, 0, 0, 0,         // 0x60 to 0x6c
            0, 0, 0, 0,         // 0x70 to 0x7c
            0, 0, 0, 0,         // 0x80 to 0x8c
            0, 0, 0, 0,         // 0x90 to 0x9c
            0, 0, 0, 0,         // 0xa0 to 0xac
            0, 0, 0, 0,         // 0xb0 to 0xbc
            0, 0, 0, 0,         // 0xc0 to 0xcc
            0, 0, 0, 0,         // 0xd0 to 0xdc, the last of them H_REGISTER_VPA
            h_cede,             // 0xe0
            0,                  // 0xe4 H_CONFER
            0,                  // 0xe8 H_PROD
            0,                  // 0xec
            0, 0, 0, 0,         // 0xf0 to 0xfc
            0, 0, 0, 0,         // 0x100 to 0x10c
            0, 0, 0, 0,         // 0x110 to 0x11c
            0,                  // 0x120
            h_bulk_remove,      // 0x124
        ];
    }

    /// <summary>Tries the hypercall whose number is in the guest's r3.</summary>
    /// <returns>True when the guest can go on, with the result in r3; false when the host has to look at <c>vcpu->arch.trap</c>.</returns>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rmhandlers.S", 1281, Version = "v3.6")]
    internal static bool hcall_try_real_mode(kvm_vcpu* vcpu)
    {
        ulong r3;
        long ret;
        byte handler;

        vcpu->arch.trap = BOOK3S_INTERRUPT_SYSCALL;
        r3 = kvmppc_get_gpr(vcpu, 3);
        if ((vcpu->arch.shregs.msr & MSR_PR) != 0)
            goto hcall_real_cont;
        r3 &= ~3UL;
        if (r3 >= (ulong)hcall_real_table.Length * 4)
            goto hcall_real_cont;
        handler = hcall_real_table[(int)(r3 / 4)];
        switch (handler) {
        case h_remove:
            ret = kvmppc_h_remove(vcpu, kvmppc_get_gpr(vcpu, 4), kvmppc_get_gpr(vcpu, 5),
                                  kvmppc_get_gpr(vcpu, 6), kvmppc_get_gpr(vcpu, 7));
            break;
        case h_enter:
            ret = kvmppc_h_enter(vcpu, kvmppc_get_gpr(vcpu, 4), (long)kvmppc_get_gpr(vcpu, 5),
                                 kvmppc_get_gpr(vcpu, 6), kvmppc_get_gpr(vcpu, 7));
            break;
        case h_read:
            ret = kvmppc_h_read(vcpu, kvmppc_get_gpr(vcpu, 4), kvmppc_get_gpr(vcpu, 5));
            break;
        case h_protect:
            ret = kvmppc_h_protect(vcpu, kvmppc_get_gpr(vcpu, 4), kvmppc_get_gpr(vcpu, 5),
                                   kvmppc_get_gpr(vcpu, 6), kvmppc_get_gpr(vcpu, 7));
            break;
        case h_put_tce:
            ret = kvmppc_h_put_tce(vcpu, kvmppc_get_gpr(vcpu, 4), kvmppc_get_gpr(vcpu, 5),
                                   kvmppc_get_gpr(vcpu, 6));
            break;
        case h_set_dabr:
            ret = kvmppc_h_set_dabr(vcpu, kvmppc_get_gpr(vcpu, 4));
            break;
        case h_cede:
            ret = kvmppc_h_cede(vcpu);
            break;
        case h_bulk_remove:
            ret = kvmppc_h_bulk_remove(vcpu);
            break;
        default:
            goto hcall_real_cont;
        }
        if (ret == H_TOO_HARD)
            goto hcall_real_cont;                       // hcall_real_fallback
        kvmppc_set_gpr(vcpu, 3, (ulong)ret);
        vcpu->arch.trap = 0;                            // PORT: the original does not leave the guest here
        return true;

    hcall_real_cont:
        return false;
    }

    /// <summary>H_SET_DABR: sets the data address breakpoint.</summary>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rmhandlers.S", 1405, Version = "v3.6")]
    internal static long kvmppc_h_set_dabr(kvm_vcpu* vcpu, ulong dabr)
    {
        vcpu->arch.dabr = dabr;                         // PORT: the register itself is loaded on guest entry only
        return H_SUCCESS;
    }

    /// <summary>H_CEDE (LoPAR 14.11.3.3): the virtual processor has nothing to do until it is interrupted or prodded.</summary>
    /// <returns>H_SUCCESS when it was prodded before; H_TOO_HARD, with nothing left for the host to answer, when it sleeps.</returns>
    // PORT: as on PPC970 every cede goes up to the host. On POWER7 a thread whose siblings still run naps here instead; there are no
    // sibling threads as long as a vcpu's hypercalls are issued one by one.
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rmhandlers.S", 1416, Version = "v3.6")]
    internal static long kvmppc_h_cede(kvm_vcpu* vcpu)
    {
        vcpu->arch.shregs.msr |= MSR_EE;
        WRITE_ONCE(&vcpu->arch.ceded, 1);
        smp_mb();                                       // ceded first, then prodded; H_PROD does it the other way round
        if (READ_ONCE(&vcpu->arch.prodded) != 0)
            goto kvm_cede_prodded;
        vcpu->arch.trap = 0;                            // the hypercall is answered
        kvmppc_set_gpr(vcpu, 3, (ulong)H_SUCCESS);
        return H_TOO_HARD;                              // kvm_cede_exit

    kvm_cede_prodded:
        WRITE_ONCE(&vcpu->arch.prodded, 0);
        smp_mb();
        WRITE_ONCE(&vcpu->arch.ceded, 0);
        return H_SUCCESS;
    }
}
