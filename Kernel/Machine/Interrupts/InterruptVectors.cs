// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Interrupts;

/// <summary>The addresses of the interrupt handlers (Power ISA 2.06 Book III-S, 6.5).</summary>
internal static class InterruptVectors
{
    internal const uint MachineCheck = 0x200;
    internal const uint DataStorage = 0x300;
    internal const uint DataSegment = 0x380;
    internal const uint InstructionStorage = 0x400;
    internal const uint InstructionSegment = 0x480;
    internal const uint External = 0x500;
    internal const uint Program = 0x700;
    internal const uint Decrementer = 0x900;
    internal const uint HypervisorDecrementer = 0x980;
    internal const uint SystemCall = 0xc00;
    internal const uint HypervisorDataStorage = 0xe00;
    internal const uint HypervisorInstructionStorage = 0xe20;

    /// <summary>Set beside the address where HSRR0 and HSRR1 hold what SRR0 and SRR1 hold otherwise.</summary>
    internal const uint UsesHypervisorRegisters = 2;
}
