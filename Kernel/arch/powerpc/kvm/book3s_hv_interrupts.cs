// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s_hv_interrupts.S, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright 2011 Paul Mackerras, IBM Corp. <paulus@au1.ibm.com>
// Derived from book3s_interrupts.S, which is:
// Copyright SUSE Linux Products GmbH 2009
// Authors: Alexander Graf <agraf@suse.de>

using static Linux.include.asm.kvm_asm_h;
using static Linux.include.asm.reg_h;

// PORT: not among the includes of the C file
using Kernel;
using static Linux.book3s_hv_rmhandlers;
using static Linux.include.asm.cputable_h;
using static Linux.include.asm.paca_h;
using static Linux.include.asm.time_h;
using static Linux.include.asm.xics_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.smp_h;
using static Linux.include.port.realmode_h;

namespace Linux;

/// <summary>
/// The way into the guest and back, as far as translation is on. PORT: assembly in the original; the stack, the registers that C code
/// keeps, floating point and the performance monitor are .NET's affair or nobody's.
/// </summary>
internal static unsafe class book3s_hv_interrupts
{
    /// <summary>Runs the guest on this core until something happens that real mode cannot deal with.</summary>
    /// <param name="kvm_run">Not used.</param>
    /// <param name="vcpu">The vcpu for this hardware thread.</param>
    [PortOf("arch/powerpc/kvm/book3s_hv_interrupts.S", 40, Version = "v3.6")]
    internal static void __kvmppc_vcore_entry(kvm_run* kvm_run, kvm_vcpu* vcpu)
    {
        paca_struct* r13 = local_paca;
        ulong dec;
        int r12;

        // PORT: the host's clock interrupt comes before interrupts are off, if it is due
        if ((int)mfspr(SPRN_DEC) <= 0)
            mtspr(SPRN_DEC, tb_ticks_per_jiffy);

        // What the host must find again
        r13->kvm_hstate.dabr = mfspr(SPRN_DABR);

        // The time until the host's next clock interrupt is the time that the guest has
        dec = mfspr(SPRN_DEC);
        mtspr(SPRN_HDEC, dec);
        r13->kvm_hstate.dec_expires = (ulong)(int)dec + mftb();

        // On PPC970 an interrupt that waits for the guest is brought by one of the host's
        if (cpu_has_feature(CPU_FTR_ARCH_201)) {
            if ((READ_ONCE(&vcpu->arch.pending_exceptions) &
                 ((1ul << BOOK3S_IRQPRIO_EXTERNAL) | (1ul << BOOK3S_IRQPRIO_EXTERNAL_LEVEL))) != 0)
                smp_send_reschedule(r13->paca_index);
        }

        // From here on in real mode: kvmppc_hv_entry_trampoline
        r12 = call_in_real_mode(&kvmppc_hv_entry, vcpu);

        // PORT: the handler at 0x500, to which the original jumps on its way back
        if (r12 == BOOK3S_INTERRUPT_EXTERNAL)
            xics_ack_ipi();
    }
}
