// SPDX-License-Identifier: GPL-2.0-only
// Ported from arch/powerpc/kvm/book3s_hv_rmhandlers.S, Linux commit c77162dee7aff6ab5f075da9b60f649cbbeb86cc
// Copyright 2011 Paul Mackerras, IBM Corp. <paulus@au1.ibm.com>
// Derived from book3s_rmhandlers.S and other files, which are:
// Copyright SUSE Linux Products GmbH 2009
// Authors: Alexander Graf <agraf@suse.de>

using static Linux.include.asm.kvm_asm_h;
using static Linux.include.asm.reg_h;
using static Linux.include.asm.hvcall_h;

// PORT: not among the includes of the C file
using Kernel;
using static Kernel.Errata.Erratum;
using static Linux.book3s_64_vio_hv;
using static Linux.book3s_hv_release;
using static Linux.book3s_hv_rm_mmu;
using static Linux.include.asm.barrier_h;
using static Linux.include.asm.cputable_h;
using static Linux.include.asm.kvm_ppc_h;
using static Linux.include.asm.mmu_hash64_h;
using static Linux.include.asm.paca_h;
using static Linux.include.asm.processor_h;
using static Linux.include.asm.time_h;
using static Linux.include.asm.xics_h;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.bitops_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.port.data_h;
using static Linux.include.port.errata_h;
using static Linux.include.port.oops_h;

namespace Linux;

/// <summary>
/// Into the guest and out of it, in real mode, and what is done there: the switch between host and guest partition, in which the hardware
/// threads of a core act together, and the hypercalls that need not leave the guest.
/// PORT: assembly in the original. Registers r10 to r13 have their names; arguments of hypercalls are the guest's live registers, read from
/// the vcpu here. Omitted are floating point, the performance monitor, PURR, SPURR, DSCR, DABRX and the host's own SLB.
/// </summary>
internal static unsafe class book3s_hv_rmhandlers
{
    /// <summary>PORT: the host's lock around tlbie, which only PPC970 needs.</summary>
    private static uint* native_tlbie_lock;

    /// <summary>PORT: lays out the static data, as the C's linker does.</summary>
    internal static void __data() => native_tlbie_lock = (uint*)data("native_tlbie_lock", sizeof(uint));

    /// <summary>Where a hardware thread begins that is woken from its nap: if it was given a vcpu, it takes it into the guest.</summary>
    // PORT: the nap of a vcpu that has ceded goes on in kvmppc_h_cede
    // PORT: E57 is documented only: an offline thread here gets no interrupt but the one from the first thread of its core.
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rmhandlers.S", 91, Version = "v3.6")]
    internal static int kvm_start_guest(kvm_vcpu* unused)
    {
        paca_struct* r13 = local_paca;
        kvm_vcpu* vcpu;
        kvmppc_vcore* vc;

        // What woke it is an interrupt from the first thread of the core, or a stray one
        vcpu = READ_ONCE(&r13->kvm_hstate.kvm_vcpu);
        xics_ack_ipi();
        if (corrected(E50)) {                           // PORT: E50: as written a vcpu that comes in between is announced by no interrupt
            smp_mb();
            vcpu = READ_ONCE(&r13->kvm_hstate.kvm_vcpu);
        }
        if (vcpu == null)
            goto kvm_no_guest;
        vc = READ_ONCE(&r13->kvm_hstate.kvm_vcore);

        kvmppc_hv_entry(vcpu);

        // secondary_nap
        if (corrected(E51)) {                           // PORT: E51: as written it may forget the next vcpu instead of this one
            WRITE_ONCE(&r13->kvm_hstate.kvm_vcpu, null);
            smp_mb();
        }
        atomic_add(1, &vc->nap_count);
        if (!corrected(E51))
            WRITE_ONCE(&r13->kvm_hstate.kvm_vcpu, null);

    kvm_no_guest:
        mtspr(SPRN_LPCR, (mfspr(SPRN_LPCR) & ~(LPCR_PECE0 | LPCR_PECE1)) | LPCR_PECE0);
        return 0;
    }

    /// <summary>Takes a vcpu into the guest on this hardware thread, and stays until something leads out again.</summary>
    /// <returns>The interrupt that did.</returns>
    // PORT: E59 and E66 are documented only: the performance monitor, which corrupts DABR, is left out, and so is DSCR.
    // PORT: E67 and E68 too: this text is that of v3.6, with the right instruction, and nothing in this host reads SPRG3.
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rmhandlers.S", 146, Version = "v3.6")]
    internal static int kvmppc_hv_entry(kvm_vcpu* vcpu)
    {
        paca_struct* r13 = local_paca;
        kvmppc_vcore* vc = READ_ONCE(&r13->kvm_hstate.kvm_vcore);
        kvm* kvm = vcpu->kvm;
        bool from_host = true;
        int r3, r12;
        ulong r10, r11, pending;
        ushort cpu;

        mtspr(SPRN_DABR, vcpu->arch.dabr);

        // The guest's decrementer
        mtspr(SPRN_DEC, vcpu->arch.dec_expires - mftb());

        mtspr(SPRN_SPRG0, vcpu->arch.shregs.sprg0);
        mtspr(SPRN_SPRG1, vcpu->arch.shregs.sprg1);
        mtspr(SPRN_SPRG2, vcpu->arch.shregs.sprg2);
        mtspr(SPRN_SPRG3, vcpu->arch.shregs.sprg3);

        // The guest sees by the yield count whether it runs
        if (!corrected(E36))
            kvmppc_count_yield(vcpu);

        mtspr(SPRN_DAR, vcpu->arch.shregs.dar);
        mtspr(SPRN_DSISR, vcpu->arch.shregs.dsisr);

        if (cpu_has_feature(CPU_FTR_ARCH_206)) {
            mtspr(SPRN_AMR, vcpu->arch.amr);
            mtspr(SPRN_UAMOR, vcpu->arch.uamor);
            // PORT: omitted AMOR, all ones in the original: it lets the guest change every bit of AMR, and nothing here forbids it
        }

        slb_clear();
        ptesync();

        if (cpu_has_feature(CPU_FTR_ARCH_201))
            goto ppc970_to_guest;

        // POWER7: one more in the guest, unless somebody is leaving already
        do {
            r3 = READ_ONCE(&vc->entry_exit_count);
            if (r3 >= 0x100)
                goto secondary_too_late;
        } while (cmpxchg(&vc->entry_exit_count, r3, r3 + 1) != r3);
        if (corrected(E36))                             // PORT: E36: as written one that is too late counts here, but not when it goes
            kvmppc_count_yield(vcpu);

        // The first thread switches the partition, the others wait for it
        if (vcpu->arch.ptid == 0) {
            mtspr(SPRN_LPID, LPID_RSVD);
            ptesync();
            mtspr(SPRN_SDR1, kvm->arch.sdr1);
            mtspr(SPRN_LPID, kvm->arch.lpid);
            if (kvmppc_take_tlb_mark(kvm)) {            // PORT: E05, E38: translations that stand for no entry any more
                ptesync();
                tlbiel_all();
                ptesync();
            }
            WRITE_ONCE(&vc->in_guest, 1);
        } else {
            while (READ_ONCE(&vc->in_guest) == 0)
                HMT_low();                              // PORT: spins at full speed in the original
        }

        mtspr(SPRN_LPCR, READ_ONCE(&kvm->arch.lpcr));
        mtspr(SPRN_RMOR, kvm->arch.rmor);

        // Not worth it if the host wants the core back at once
        r12 = BOOK3S_INTERRUPT_HV_DECREMENTER;
        if ((int)mfspr(SPRN_HDEC) < 10)
            goto hdec_soon;

        // If the vcpu last ran on another core, or another vcpu on this one, then a tlbiel may have missed translations that are here
        cpu = (ushort)((r13->paca_index & ~3) | (vcpu->vcpu_id & 3));
        if (cpu != vcpu->arch.last_cpu || kvm->arch.last_vcpu[cpu] != vcpu->vcpu_id) {
            vcpu->arch.last_cpu = cpu;
            kvm->arch.last_vcpu[cpu] = (ushort)vcpu->vcpu_id;
            ptesync();
            tlbiel_all();
            ptesync();
        }
        goto to_guest;

    ppc970_to_guest:
        if (corrected(E36))                             // PORT: E36
            kvmppc_count_yield(vcpu);
        // PPC970: the table is switched while nobody invalidates, and nothing of the host's is left in the TLB
        lock_tlbie_real(native_tlbie_lock, r13->lock_token);
        ptesync();
        mtspr(SPRN_HID4, READ_ONCE(&kvm->arch.lpcr) | HID4_LPID_ALL);
        unlock_tlbie_real(native_tlbie_lock);
        tlbiel_all();
        ptesync();
        lock_tlbie_real(&kvm->arch.tlbie_lock, r13->lock_token);
        mtspr(SPRN_SDR1, kvm->arch.sdr1);
        mtspr(SPRN_LPID, kvm->arch.lpid);               // PORT: a part of HID4 on this processor
        mtspr(SPRN_HID4, READ_ONCE(&kvm->arch.lpcr));
        unlock_tlbie_real(&kvm->arch.tlbie_lock);

        r12 = BOOK3S_INTERRUPT_HV_DECREMENTER;
        if ((int)mfspr(SPRN_HDEC) < 10)
            goto hdec_soon;

        // PORT: omitted HDICE in HID0, which lets the hypervisor decrementer interrupt the guest: here it always may

    to_guest:
        // The guest's SLB
        for (int i = 0; i < vcpu->arch.slb_max; i++)
            slbmte(vcpu->arch.slb[i].origv, vcpu->arch.slb[i].orige);

        mtspr(SPRN_CTRLT, vcpu->arch.ctrl);

    kvmppc_cede_reentry:
        r10 = vcpu->arch.pc;
        r11 = (vcpu->arch.shregs.msr & ~MSR_HV) | MSR_ME;

        // An interrupt that waits: now, or as soon as the guest lets it
        pending = READ_ONCE(&vcpu->arch.pending_exceptions) & (1ul << BOOK3S_IRQPRIO_EXTERNAL_LEVEL);
        if (!corrected(E65))                            // PORT: E65: as written also one that nothing here takes back
            pending |= READ_ONCE(&vcpu->arch.pending_exceptions) & (1ul << BOOK3S_IRQPRIO_EXTERNAL);
        if (pending != 0) {
            if (cpu_has_feature(CPU_FTR_ARCH_206))
                mtspr(SPRN_LPCR, mfspr(SPRN_LPCR) | LPCR_MER);
            if ((r11 & MSR_EE) != 0)
                deliver_interrupt(vcpu, BOOK3S_INTERRUPT_EXTERNAL, ref r10, ref r11);
        } else if ((r11 & MSR_EE) != 0 && (int)mfspr(SPRN_DEC) < 0) {
            deliver_interrupt(vcpu, BOOK3S_INTERRUPT_DECREMENTER, ref r10, ref r11);
        }

        mtspr(SPRN_SRR0, vcpu->arch.shregs.srr0);
        mtspr(SPRN_SRR1, vcpu->arch.shregs.srr1);
        WRITE_ONCE(&vcpu->arch.ceded, 0);               // whatever it waited for

    fast_guest_return:
        mtspr(SPRN_HSRR0, r10);
        mtspr(SPRN_HSRR1, r11);
        r13->kvm_hstate.in_guest = KVM_GUEST_MODE_GUEST;
        r12 = hrfid(vcpu, from_host);
        from_host = false;

        // kvmppc_interrupt
        vcpu->arch.shregs.srr0 = r10 = mfspr(SPRN_SRR0);
        vcpu->arch.shregs.srr1 = r11 = mfspr(SPRN_SRR1);
        if ((r12 & 2) != 0) {
            r10 = mfspr(SPRN_HSRR0);
            r11 = mfspr(SPRN_HSRR1);
            r12 &= ~3;
        }
        vcpu->arch.pc = r10;
        vcpu->arch.shregs.msr = r11;
        r13->kvm_hstate.in_guest = KVM_GUEST_MODE_NONE;
        vcpu->arch.trap = r12;

        // The instruction that was to be emulated
        if (cpu_has_feature(CPU_FTR_ARCH_206) && r12 == BOOK3S_INTERRUPT_H_EMUL_ASSIST)
            vcpu->arch.last_inst = (uint)mfspr(SPRN_HEIR);
        else
            vcpu->arch.last_inst = KVM_INST_FETCH_FAILED;

        // HDEC may have been set anew since
        if (r12 == BOOK3S_INTERRUPT_HV_DECREMENTER && (int)mfspr(SPRN_HDEC) >= 0)
            goto fast_guest_return;                     // ignore_hdec

        if (r12 == BOOK3S_INTERRUPT_SYSCALL && hcall_try_real_mode(vcpu)) {
            if (READ_ONCE(&vcpu->arch.ceded) != 0)
                goto kvmppc_cede_reentry;               // PORT: kvm_end_cede jumps there itself
            r10 = vcpu->arch.pc;
            r11 = vcpu->arch.shregs.msr;
            goto fast_guest_return;
        }

        // An interrupt that was waiting for the guest to let it
        if (cpu_has_feature(CPU_FTR_ARCH_206) && r12 == BOOK3S_INTERRUPT_EXTERNAL &&
            (r11 & MSR_EE) != 0 && (mfspr(SPRN_LPCR) & LPCR_MER) != 0) {
            deliver_interrupt(vcpu, BOOK3S_INTERRUPT_EXTERNAL, ref r10, ref r11);    // bounce_ext_interrupt
            mtspr(SPRN_SRR0, vcpu->arch.shregs.srr0);
            mtspr(SPRN_SRR1, vcpu->arch.shregs.srr1);
            goto fast_guest_return;
        }

        // hcall_real_cont: out of the guest
        vcpu->arch.dec_expires = (ulong)(int)mfspr(SPRN_DEC) + mftb();

        vcpu->arch.shregs.dar = mfspr(SPRN_DAR);
        vcpu->arch.shregs.dsisr = (uint)mfspr(SPRN_DSISR);
        if (cpu_has_feature(CPU_FTR_ARCH_206) && r12 == BOOK3S_INTERRUPT_H_DATA_STORAGE) {
            vcpu->arch.fault_dar = mfspr(SPRN_HDAR);
            vcpu->arch.fault_dsisr = (uint)mfspr(SPRN_HDSISR);
        } else {
            vcpu->arch.fault_dar = vcpu->arch.shregs.dar;
            vcpu->arch.fault_dsisr = vcpu->arch.shregs.dsisr;
        }

        vcpu->arch.ctrl = (uint)mfspr(SPRN_CTRLF);
        mtspr(SPRN_CTRLT, CTRL_RUNLATCH);

        // The guest's SLB, without the gaps
        r3 = 0;
        for (int i = 0; i < vcpu->arch.slb_nr; i++) {
            if ((slbmfee(i) & SLB_ESID_V) == 0)
                continue;
            vcpu->arch.slb[r3].orige = slbmfee(i) + (ulong)i;
            vcpu->arch.slb[r3].origv = slbmfev(i);
            r3++;
        }
        vcpu->arch.slb_max = r3;
        slb_clear();
        ptesync();

    hdec_soon:
        if (cpu_has_feature(CPU_FTR_ARCH_201))
            goto ppc970_to_host;

        // POWER7: one more on its way out
        lwsync();
        do {
            r3 = READ_ONCE(&vc->entry_exit_count);
        } while (cmpxchg(&vc->entry_exit_count, r3, r3 + 0x100) != r3);
        order_store_and_load();                         // PORT: E49: entry_exit_count first, then napping_threads; H_CEDE does it the other way round

        // The first one fetches the others: by HDEC, which they share, those that run, and by an interrupt those that nap
        if (r3 < 0x100 && r3 > 1) {
            if (r12 != BOOK3S_INTERRUPT_HV_DECREMENTER)
                mtspr(SPRN_HDEC, 0);
            r3 = READ_ONCE(&vc->napping_threads) & ~(1 << vcpu->arch.ptid);
            for (int i = 0; r3 != 0; r3 >>= 1, i++) {
                if ((r3 & 1) != 0)
                    xics_wake_cpu(r13->paca_index - vcpu->arch.ptid + i);
            }
        }

        // The others wait until the first has switched the partition, the first until all others are out
        if (vcpu->arch.ptid != 0) {
            while (READ_ONCE(&vc->in_guest) != 0)
                HMT_low();
            HMT_medium();
        } else {
            do {
                r3 = READ_ONCE(&vc->entry_exit_count);
                HMT_low();                              // PORT: spins at full speed in the original
            } while ((r3 & 0xff) != r3 >> 8);

            mtspr(SPRN_LPID, LPID_RSVD);
            ptesync();
            mtspr(SPRN_SDR1, kvm->arch.host_sdr1);
            mtspr(SPRN_LPID, kvm->arch.host_lpid);
            WRITE_ONCE(&vc->in_guest, 0);
            mtspr(SPRN_HDEC, 0x7fff0000);
        }
        mtspr(SPRN_LPCR, kvm->arch.host_lpcr);
        goto to_host;

    ppc970_to_host:
        lock_tlbie_real(&kvm->arch.tlbie_lock, r13->lock_token);
        ptesync();
        mtspr(SPRN_HID4, kvm->arch.host_lpcr | HID4_LPID_ALL);
        unlock_tlbie_real(&kvm->arch.tlbie_lock);
        tlbiel_all();
        ptesync();
        lock_tlbie_real(native_tlbie_lock, r13->lock_token);
        mtspr(SPRN_SDR1, kvm->arch.host_sdr1);
        mtspr(SPRN_LPID, 0);                            // PORT: a part of HID4 on this processor
        mtspr(SPRN_HID4, kvm->arch.host_lpcr);
        unlock_tlbie_real(native_tlbie_lock);
        mtspr(SPRN_HDEC, 0x7fff0000);
        // PORT: omitted HDICE in HID0: outside the guest the hypervisor decrementer never interrupts

    to_host:
        if (cpu_has_feature(CPU_FTR_ARCH_206)) {
            vcpu->arch.amr = mfspr(SPRN_AMR);
            vcpu->arch.uamor = mfspr(SPRN_UAMOR);
            mtspr(SPRN_AMR, 0);
            if (corrected(E47))                         // PORT: E47: as written the host goes on with the guest's
                mtspr(SPRN_UAMOR, 0);
        }

        vcpu->arch.shregs.sprg0 = mfspr(SPRN_SPRG0);
        vcpu->arch.shregs.sprg1 = mfspr(SPRN_SPRG1);
        vcpu->arch.shregs.sprg2 = mfspr(SPRN_SPRG2);
        vcpu->arch.shregs.sprg3 = mfspr(SPRN_SPRG3);

        kvmppc_count_yield(vcpu);

        if (cpu_has_feature(CPU_FTR_ARCH_206) && vcpu->arch.ptid != 0)
            return r12;                                 // secondary_nap

        mtspr(SPRN_DABR, r13->kvm_hstate.dabr);
        mtspr(SPRN_DEC, r13->kvm_hstate.dec_expires - mftb());
        return r12;

    secondary_too_late:
        if (corrected(E47))                             // PORT: E47
            mtspr(SPRN_UAMOR, 0);
        while (READ_ONCE(&vc->in_guest) != 0)
            HMT_low();
        HMT_medium();
        return 0;
    }

    // PORT: once on the way in and once on the way out; the area's address is read once for each.
    [RealMode]
    private static void kvmppc_count_yield(kvm_vcpu* vcpu)
    {
        lppaca* r3 = READ_ONCE(&vcpu->arch.vpa);

        if (r3 != null)
            r3->yield_count++;
    }

    // PORT: E49: between a store and the load of a word that another thread stores before it loads the first one. As written lwsync stands
    // there, which does not order the two.
    [RealMode]
    private static void order_store_and_load()
    {
        if (corrected(E49))
            smp_mb();
        else
            lwsync();
    }

    // PORT: what the original does at its label 12 and in bounce_ext_interrupt
    [RealMode]
    private static void deliver_interrupt(kvm_vcpu* vcpu, int vec, ref ulong r10, ref ulong r11)
    {
        vcpu->arch.shregs.srr0 = r10;
        vcpu->arch.shregs.srr1 = r11;
        r10 = (ulong)vec;
        r11 = MSR_SF | MSR_ME;
    }

    // PORT: the loop around lwarx and stwcx. that the original has at each of its four places; so with the store that unlocks
    [RealMode, Acquires("lock", Spins = true)]
    private static void lock_tlbie_real(uint* @lock, uint token)
    {
        while (cmpxchg(@lock, 0, token) != 0)
            HMT_low();
    }

    // PORT: see lock_tlbie_real
    [RealMode, Releases("lock")]
    private static void unlock_tlbie_real(uint* @lock) => WRITE_ONCE(@lock, 0);

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
        if (corrected(E43) && (r3 & 3) != 0)            // PORT: E43: as written it is taken for the next lower number
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
    // PORT: E59 is documented only, see kvmppc_hv_entry.
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rmhandlers.S", 1405, Version = "v3.6")]
    internal static long kvmppc_h_set_dabr(kvm_vcpu* vcpu, ulong dabr)
    {
        vcpu->arch.dabr = dabr;                         // PORT: the register itself is loaded on guest entry only
        return H_SUCCESS;
    }

    // PORT: E53: into the middle of the nap below. Nothing says that KVM naps here, so what wakes the thread sends it back to where the host
    // last went to nap, with a stack that is long gone and the guest's partition. A PPC970 does not know the instruction.
    [RealMode]
    private static void nap_by_mistake()
    {
        if (!cpu_has_feature(CPU_FTR_ARCH_206))
            oops("nap, an instruction that this processor does not have, in kvmppc_h_cede");
        nap();
        oops("a thread that naps in kvmppc_h_cede by mistake wakes in the host's idle loop, in the guest's partition");
    }

    /// <summary>H_CEDE (LoPAR 14.11.3.3): the virtual processor has nothing to do until it is interrupted or prodded.</summary>
    /// <returns>H_SUCCESS when it was prodded before, or has slept here; H_TOO_HARD, with nothing left for the host to answer, when it sleeps there.</returns>
    [RealMode]
    [PortOf("arch/powerpc/kvm/book3s_hv_rmhandlers.S", 1416, Version = "v3.6")]
    internal static long kvmppc_h_cede(kvm_vcpu* vcpu)
    {
        kvmppc_vcore* vc = vcpu->arch.vcore;
        int r4, r8, bit;

        vcpu->arch.shregs.msr |= MSR_EE;
        WRITE_ONCE(&vcpu->arch.ceded, 1);
        smp_mb();                                       // ceded first, then prodded; H_PROD does it the other way round
        if (READ_ONCE(&vcpu->arch.prodded) != 0) {
            if (corrected(E53))                         // PORT: E53: as written the branch ends at another label of the same number
                goto kvm_cede_prodded;
            nap_by_mistake();                           // PORT: E53
        }
        vcpu->arch.trap = 0;                            // the hypercall is answered
        kvmppc_set_gpr(vcpu, 3, (ulong)H_SUCCESS);
        if (!cpu_has_feature(CPU_FTR_ARCH_206))
            goto kvm_cede_exit;                         // PPC970 always goes up to the host

        // Nap, unless all the others of the core do so already: then the host may have the core
        r8 = READ_ONCE(&vc->entry_exit_count) & 0xff;
        bit = 1 << vcpu->arch.ptid;
        do {
            r4 = READ_ONCE(&vc->napping_threads);
            if (hweight32((uint)(r4 | bit)) >= r8)
                goto kvm_cede_exit;
        } while (cmpxchg(&vc->napping_threads, r4, r4 | bit) != r4);
        WRITE_ONCE(&local_paca->kvm_hstate.napping, 1);
        order_store_and_load();                         // PORT: E49: napping_threads first, then entry_exit_count; who leaves does it the other way round
        if (READ_ONCE(&vc->entry_exit_count) < 0x100) {
            mtspr(SPRN_LPCR, mfspr(SPRN_LPCR) | LPCR_PECE0 | LPCR_PECE1);
            nap();
            if (vcpu->arch.ptid != 0)                   // PORT: kvm_start_guest, where the original wakes up; the first thread leaves it to the host
                xics_ack_ipi();
        }

        // kvm_end_cede
        do {
            r4 = READ_ONCE(&vc->napping_threads);
        } while (cmpxchg(&vc->napping_threads, r4, r4 & ~bit) != r4);
        WRITE_ONCE(&local_paca->kvm_hstate.napping, 0);

        // Back into the guest, unless somebody is leaving
        if (READ_ONCE(&vc->entry_exit_count) < 0x100)
            return H_SUCCESS;

    kvm_cede_exit:
        return H_TOO_HARD;

    kvm_cede_prodded:
        WRITE_ONCE(&vcpu->arch.prodded, 0);
        smp_mb();
        WRITE_ONCE(&vcpu->arch.ceded, 0);
        return H_SUCCESS;
    }
}
