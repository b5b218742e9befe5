// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;

namespace Linux.include.asm;

/// <summary>Header &lt;asm/hvcall.h&gt;: hypercall numbers, return codes and flags (LoPAR, chapter 14).</summary>
internal static class hvcall_h
{
    internal const long H_SUCCESS = 0;
    internal const long H_TOO_HARD = 9999;
    internal const long H_PARAMETER = -4;
    internal const long H_PTEG_FULL = -6;
    internal const long H_NOT_FOUND = -7;
    internal const long H_RESOURCE = -16;

    internal const ulong H_EXACT = 1UL << (63 - 24);
    internal const ulong H_R_XLATE = 1UL << (63 - 25);
    internal const ulong H_READ_4 = 1UL << (63 - 26);
    internal const ulong H_AVPN = 1UL << (63 - 32);
    internal const ulong H_ANDCOND = 1UL << (63 - 33);
    internal const ulong H_LOCAL = 1UL << (63 - 35);

    internal const ulong H_REMOVE = 0x04;
    internal const ulong H_ENTER = 0x08;
    internal const ulong H_READ = 0x0c;
    internal const ulong H_PROTECT = 0x18;
    internal const ulong H_PUT_TCE = 0x20;
    internal const ulong H_SET_DABR = 0x28;
    internal const ulong H_REGISTER_VPA = 0xdc;
    internal const ulong H_CEDE = 0xe0;
    internal const ulong H_CONFER = 0xe4;
    internal const ulong H_PROD = 0xe8;
    internal const ulong H_BULK_REMOVE = 0x124;

    /// <summary>PORT: the conversion of a return code to unsigned long, which C does without a word.</summary>
    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong unsigned(long rc) => (ulong)rc;
}
