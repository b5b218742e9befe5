// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines.Guests;

/// <summary>Something that happened on a processor that runs a guest: one of the cases below, each with its data.</summary>
public abstract record GuestEvent
{
    private GuestEvent()
    {
    }

    /// <summary>The number of the vcpu.</summary>
    public required int Vcpu { get; init; }

    /// <summary>The number of the hardware thread that the vcpu is on.</summary>
    public required int HardwareThread { get; init; }

    /// <summary>The host has entered the guest.</summary>
    public sealed record Entered : GuestEvent;

    /// <summary>The guest exited to the hypervisor's real-mode code, which may resume it without the host.</summary>
    /// <param name="Interrupt">The interrupt that left it.</param>
    /// <param name="Hypercall">The hypercall, if the interrupt is one; otherwise null.</param>
    public sealed record Left(InterruptVector Interrupt, HypercallNumber? Hypercall) : GuestEvent;

    /// <summary>The guest resumed with the answer to a hypercall.</summary>
    /// <param name="Hypercall">The hypercall.</param>
    /// <param name="Result">Its result.</param>
    /// <param name="ByHost">Whether the host answered, rather than real mode.</param>
    public sealed record HypercallAnswered(HypercallNumber Hypercall, HypercallResult Result, bool ByHost) : GuestEvent;

    /// <summary>The guest took an interrupt to its own handler.</summary>
    /// <param name="Interrupt">The interrupt.</param>
    /// <param name="Dar">The DAR: for data storage and data segment interrupts, the address of the load or store.</param>
    /// <param name="Srr0">SRR0: the address of the interrupted instruction.</param>
    public sealed record Interrupted(InterruptVector Interrupt, ulong Dar, ulong Srr0) : GuestEvent;
}
