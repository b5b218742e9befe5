// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.asm;

/// <summary>Header &lt;asm/kvm_asm.h&gt;: what C and assembly share.</summary>
internal static class kvm_asm_h
{
    internal const int BOOK3S_INTERRUPT_SYSCALL = 0xc00;

    internal const ulong BOOK3S_HFLAG_SLB = 0x2;

    internal const int RESUME_GUEST = 0;
    internal const int RESUME_HOST = 2;
}
