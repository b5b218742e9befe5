// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/reg.h&gt;: special-purpose registers and their fields.</summary>
internal static class reg_h
{
    internal const ulong MSR_SF = 1UL << 63;
    internal const ulong MSR_EE = 1UL << 15;
    internal const ulong MSR_PR = 1UL << 14;
    internal const ulong MSR_ME = 1UL << 12;

    internal const uint CTRL_RUNLATCH = 0x1;
    internal const ulong MMCR0_FC = 0x80000000UL;

    internal const int SPRN_SDR1 = 0x019;
    internal const int SPRN_PVR = 0x11F;
    internal const int SPRN_LPCR = 0x13E;
    internal const ulong LPCR_VPM0 = 1UL << (63 - 0);
    internal const int LPCR_DPFD_SH = 63 - 11;
    internal const ulong LPCR_VRMA_L = 1UL << (63 - 12);
    internal const int LPCR_VRMASD_SH = 63 - 16;
    internal const int LPCR_RMLS_SH = 63 - 37;
    internal const ulong LPCR_PECE = 0x00007000;
    internal const ulong LPCR_LPES = 0x0000000c;
    internal const ulong LPCR_HDICE = 0x00000001;
    internal const int SPRN_LPID = 0x13F;
    internal const ulong LPID_RSVD = 0x3ff;

    internal const int SPRN_HID4 = 0x3F4;
    internal const int HID4_RMLS2_SH = 63 - 2;
    internal const int HID4_LPID5_SH = 63 - 6;
    internal const int HID4_RMOR_SH = 63 - 22;
    internal const int HID4_RMLS0_SH = 63 - 58;
    internal const int HID4_LPID1_SH = 0;

    internal static ulong mfspr(int rn) => SimulatedHost.Current.Processor.Read(rn);
}
