// SPDX-License-Identifier: GPL-2.0-only
namespace Linux.include.asm;

/// <summary>Header &lt;asm/kvm_asm.h&gt;: what C and assembly share.</summary>
internal static class kvm_asm_h
{
    internal const int BOOK3S_INTERRUPT_SYSTEM_RESET = 0x100;
    internal const int BOOK3S_INTERRUPT_MACHINE_CHECK = 0x200;
    internal const int BOOK3S_INTERRUPT_DATA_STORAGE = 0x300;
    internal const int BOOK3S_INTERRUPT_DATA_SEGMENT = 0x380;
    internal const int BOOK3S_INTERRUPT_INST_STORAGE = 0x400;
    internal const int BOOK3S_INTERRUPT_INST_SEGMENT = 0x480;
    internal const int BOOK3S_INTERRUPT_EXTERNAL = 0x500;
    internal const int BOOK3S_INTERRUPT_EXTERNAL_LEVEL = 0x501;
    internal const int BOOK3S_INTERRUPT_ALIGNMENT = 0x600;
    internal const int BOOK3S_INTERRUPT_PROGRAM = 0x700;
    internal const int BOOK3S_INTERRUPT_FP_UNAVAIL = 0x800;
    internal const int BOOK3S_INTERRUPT_DECREMENTER = 0x900;
    internal const int BOOK3S_INTERRUPT_HV_DECREMENTER = 0x980;
    internal const int BOOK3S_INTERRUPT_SYSCALL = 0xc00;
    internal const int BOOK3S_INTERRUPT_TRACE = 0xd00;
    internal const int BOOK3S_INTERRUPT_H_DATA_STORAGE = 0xe00;
    internal const int BOOK3S_INTERRUPT_H_INST_STORAGE = 0xe20;
    internal const int BOOK3S_INTERRUPT_H_EMUL_ASSIST = 0xe40;
    internal const int BOOK3S_INTERRUPT_PERFMON = 0xf00;
    internal const int BOOK3S_INTERRUPT_ALTIVEC = 0xf20;
    internal const int BOOK3S_INTERRUPT_VSX = 0xf40;

    internal const int BOOK3S_IRQPRIO_SYSTEM_RESET = 0;
    internal const int BOOK3S_IRQPRIO_DATA_SEGMENT = 1;
    internal const int BOOK3S_IRQPRIO_INST_SEGMENT = 2;
    internal const int BOOK3S_IRQPRIO_DATA_STORAGE = 3;
    internal const int BOOK3S_IRQPRIO_INST_STORAGE = 4;
    internal const int BOOK3S_IRQPRIO_ALIGNMENT = 5;
    internal const int BOOK3S_IRQPRIO_PROGRAM = 6;
    internal const int BOOK3S_IRQPRIO_FP_UNAVAIL = 7;
    internal const int BOOK3S_IRQPRIO_ALTIVEC = 8;
    internal const int BOOK3S_IRQPRIO_VSX = 9;
    internal const int BOOK3S_IRQPRIO_SYSCALL = 10;
    internal const int BOOK3S_IRQPRIO_MACHINE_CHECK = 11;
    internal const int BOOK3S_IRQPRIO_DEBUG = 12;
    internal const int BOOK3S_IRQPRIO_EXTERNAL = 13;
    internal const int BOOK3S_IRQPRIO_DECREMENTER = 14;
    internal const int BOOK3S_IRQPRIO_PERFORMANCE_MONITOR = 15;
    internal const int BOOK3S_IRQPRIO_EXTERNAL_LEVEL = 16;
    internal const int BOOK3S_IRQPRIO_MAX = 17;

    internal const ulong BOOK3S_HFLAG_SLB = 0x2;

    internal const int RESUME_GUEST = 0;
    internal const int RESUME_HOST = 2;

    internal const uint KVM_INST_FETCH_FAILED = unchecked((uint)-1);

    internal const byte KVM_GUEST_MODE_NONE = 0;
    internal const byte KVM_GUEST_MODE_GUEST = 1;
}
