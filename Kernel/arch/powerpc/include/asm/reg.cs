// SPDX-License-Identifier: GPL-2.0-only
using Kernel;
using Kernel.Machine;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/reg.h&gt;: special-purpose registers and their fields.</summary>
internal static unsafe class reg_h
{
    internal const ulong MSR_SF = 1UL << 63;
    internal const ulong MSR_HV = 1UL << 60;
    internal const ulong MSR_EE = 1UL << 15;
    internal const ulong MSR_PR = 1UL << 14;
    internal const ulong MSR_ME = 1UL << 12;
    internal const ulong MSR_IR = 1UL << 5;
    internal const ulong MSR_DR = 1UL << 4;

    internal const uint CTRL_RUNLATCH = 0x1;
    internal const ulong MMCR0_FC = 0x80000000UL;

    internal const int SPRN_DSISR = 0x012;
    internal const int SPRN_DAR = 0x013;
    internal const int SPRN_DEC = 0x016;
    internal const int SPRN_SDR1 = 0x019;
    internal const int SPRN_SRR0 = 0x01A;
    internal const int SPRN_SRR1 = 0x01B;
    internal const int SPRN_AMR = 0x01D;
    internal const int SPRN_CTRLF = 0x088;
    internal const int SPRN_CTRLT = 0x098;
    internal const int SPRN_UAMOR = 0x09D;
    internal const int SPRN_SPRG0 = 0x110;
    internal const int SPRN_SPRG1 = 0x111;
    internal const int SPRN_SPRG2 = 0x112;
    internal const int SPRN_SPRG3 = 0x113;
    internal const int SPRN_PVR = 0x11F;
    internal const int SPRN_HDSISR = 0x132;
    internal const int SPRN_HDAR = 0x133;
    internal const int SPRN_HDEC = 0x136;
    internal const int SPRN_RMOR = 0x138;
    internal const int SPRN_HSRR0 = 0x13A;
    internal const int SPRN_HSRR1 = 0x13B;
    internal const int SPRN_LPCR = 0x13E;
    internal const ulong LPCR_VPM0 = 1UL << (63 - 0);
    internal const int LPCR_DPFD_SH = 63 - 11;
    internal const ulong LPCR_VRMA_L = 1UL << (63 - 12);
    internal const int LPCR_VRMASD_SH = 63 - 16;
    internal const int LPCR_RMLS_SH = 63 - 37;
    internal const ulong LPCR_PECE = 0x00007000;
    internal const ulong LPCR_PECE0 = 0x00004000;     // an external interrupt ends a nap
    internal const ulong LPCR_PECE1 = 0x00002000;     // and so does the decrementer
    internal const ulong LPCR_MER = 0x00000800;
    internal const ulong LPCR_LPES = 0x0000000c;
    internal const ulong LPCR_HDICE = 0x00000001;
    internal const int SPRN_LPID = 0x13F;
    internal const ulong LPID_RSVD = 0x3ff;
    internal const int SPRN_HEIR = 0x153;

    internal const int SPRN_DABR = 0x3F5;
    internal const int SPRN_HID4 = 0x3F4;
    internal const int HID4_RMLS2_SH = 63 - 2;
    internal const int HID4_LPID5_SH = 63 - 6;
    internal const int HID4_RMOR_SH = 63 - 22;
    internal const int HID4_RMLS0_SH = 63 - 58;
    internal const int HID4_LPID1_SH = 0;
    internal const ulong HID4_LPID_ALL = 3ul | 0xful << HID4_LPID5_SH;     // PORT: a literal in the C; the reserved LPID

    /// <summary>Reads a register of this processor; one that it lacks is 0.</summary>
    [RealMode]
    internal static ulong mfspr(int rn)
    {
        HardwareThread* thread = HardwareThread.Current;

        switch (rn) {
        case SPRN_DSISR: return thread->Dsisr;
        case SPRN_DAR: return thread->Dar;
        case SPRN_DEC: return thread->Decrementer;
        case SPRN_SDR1: return thread->Core->Sdr1;
        case SPRN_SRR0: return thread->Srr0;
        case SPRN_SRR1: return thread->Srr1;
        case SPRN_AMR: return thread->Translation.Amr;
        case SPRN_CTRLF: return thread->Ctrl;
        case SPRN_UAMOR: return thread->Uamor;
        case SPRN_SPRG0: return thread->Sprg0;
        case SPRN_SPRG1: return thread->Sprg1;
        case SPRN_SPRG2: return thread->Sprg2;
        case SPRN_SPRG3: return thread->Sprg3;
        case SPRN_PVR: return thread->Pvr;
        case SPRN_HDSISR: return thread->Hdsisr;
        case SPRN_HDAR: return thread->Hdar;
        case SPRN_HDEC: return thread->HypervisorDecrementer;
        case SPRN_RMOR: return thread->Translation.Rmor;
        case SPRN_HSRR0: return thread->Hsrr0;
        case SPRN_HSRR1: return thread->Hsrr1;
        case SPRN_LPCR: return thread->Translation.IsArch206 ? thread->Translation.Lpcr : 0;
        case SPRN_LPID: return thread->Core->Lpid;
        case SPRN_HEIR: return 0;       // PORT: the guest's instructions have no encoding
        case SPRN_HID4: return thread->Translation.IsArch206 ? 0 : thread->Translation.Lpcr;
        case SPRN_DABR: return thread->Dabr;
        default: return 0;
        }
    }

    /// <summary>Writes a register of this processor; PORT: without effect where nothing of the simulation depends on it.</summary>
    [RealMode]
    internal static void mtspr(int rn, ulong v)
    {
        HardwareThread* thread = HardwareThread.Current;

        switch (rn) {
        case SPRN_DSISR: thread->Dsisr = v; break;
        case SPRN_DAR: thread->Dar = v; break;
        case SPRN_DEC: thread->Decrementer = (uint)v; break;
        case SPRN_SDR1: thread->Core->Sdr1 = v; break;
        case SPRN_SRR0: thread->Srr0 = v; break;
        case SPRN_SRR1: thread->Srr1 = v; break;
        case SPRN_AMR: thread->Translation.Amr = v; break;
        case SPRN_CTRLT: thread->Ctrl = v; break;
        case SPRN_UAMOR: thread->Uamor = v; break;
        case SPRN_SPRG0: thread->Sprg0 = v; break;
        case SPRN_SPRG1: thread->Sprg1 = v; break;
        case SPRN_SPRG2: thread->Sprg2 = v; break;
        case SPRN_SPRG3: thread->Sprg3 = v; break;
        case SPRN_HDEC: thread->HypervisorDecrementer = (uint)v; break;
        case SPRN_RMOR: thread->Translation.Rmor = v; break;
        case SPRN_HSRR0: thread->Hsrr0 = v; break;
        case SPRN_HSRR1: thread->Hsrr1 = v; break;
        case SPRN_LPCR:
        case SPRN_HID4: thread->Translation.Lpcr = v; break;
        case SPRN_LPID: thread->Core->Lpid = v; break;
        case SPRN_DABR: thread->Dabr = v; break;
        default: break;
        }
    }
}
