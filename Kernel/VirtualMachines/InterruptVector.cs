// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Interrupts;

namespace Kernel.VirtualMachines;

/// <summary>The interrupts of the processor, by the addresses of their handlers (Power ISA 2.06 Book III-S, 6.5).</summary>
public enum InterruptVector
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The thread was woken from a nap.</summary>
    SystemReset = 0x100,

    /// <summary>No memory answers at the real address.</summary>
    MachineCheck = (int)InterruptVectors.MachineCheck,

    /// <summary>A load or store that is not translated, or not allowed: DAR and DSISR say which and why.</summary>
    DataStorage = (int)InterruptVectors.DataStorage,

    /// <summary>A load or store without an SLB entry.</summary>
    DataSegment = (int)InterruptVectors.DataSegment,

    /// <summary>A fetch that is not translated, or not allowed: SRR1 says why.</summary>
    InstructionStorage = (int)InterruptVectors.InstructionStorage,

    /// <summary>A fetch without an SLB entry.</summary>
    InstructionSegment = (int)InterruptVectors.InstructionSegment,

    /// <summary>A device, played by user space; to the hypervisor, also another processor.</summary>
    External = (int)InterruptVectors.External,

    /// <summary>An invalid instruction.</summary>
    Program = (int)InterruptVectors.Program,

    /// <summary>The decrementer has counted down.</summary>
    Decrementer = (int)InterruptVectors.Decrementer,

    /// <summary>The hypervisor's decrementer has counted down. Guests do not see it.</summary>
    HypervisorDecrementer = (int)InterruptVectors.HypervisorDecrementer,

    /// <summary>A system call; to the hypervisor, a hypercall.</summary>
    SystemCall = (int)InterruptVectors.SystemCall,

    /// <summary>A load or store in real mode that the virtual real mode area does not translate. Guests do not see it.</summary>
    HypervisorDataStorage = (int)InterruptVectors.HypervisorDataStorage,

    /// <summary>A fetch in real mode that the virtual real mode area does not translate. Guests do not see it.</summary>
    HypervisorInstructionStorage = (int)InterruptVectors.HypervisorInstructionStorage,
}
