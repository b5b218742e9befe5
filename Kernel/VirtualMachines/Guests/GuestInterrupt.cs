// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Interrupts;

namespace Kernel.VirtualMachines.Guests;

/// <summary>Interrupts that a guest can take, by the addresses of their handlers (Power ISA 2.06 Book III-S, 6.5).</summary>
public enum GuestInterrupt
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A load or store that is not translated, or not allowed: DAR and DSISR tell.</summary>
    DataStorage = (int)InterruptVectors.DataStorage,

    /// <summary>A load or store without an SLB entry.</summary>
    DataSegment = (int)InterruptVectors.DataSegment,

    /// <summary>A fetch that is not translated, or not allowed: SRR1 tells.</summary>
    InstructionStorage = (int)InterruptVectors.InstructionStorage,

    /// <summary>A fetch without an SLB entry.</summary>
    InstructionSegment = (int)InterruptVectors.InstructionSegment,

    /// <summary>A device, as user space plays one.</summary>
    External = (int)InterruptVectors.External,

    /// <summary>An instruction that does not exist.</summary>
    Program = (int)InterruptVectors.Program,

    /// <summary>The decrementer has run down.</summary>
    Decrementer = (int)InterruptVectors.Decrementer,

    /// <summary>A system call; also a hypercall in problem state.</summary>
    SystemCall = (int)InterruptVectors.SystemCall,
}
