// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines.Guests;

/// <summary>An interrupt for which a program had no handler.</summary>
/// <param name="Interrupt">The interrupt.</param>
/// <param name="Srr0">SRR0: the address of the interrupted instruction.</param>
/// <param name="Srr1">SRR1: the MSR at that point and, for fetches, the reason.</param>
/// <param name="Dar">DAR: the address of the load or store, if it was one.</param>
/// <param name="Dsisr">DSISR: the reason, if it was a load or store.</param>
public readonly record struct GuestFault(InterruptVector Interrupt, ulong Srr0, ulong Srr1, ulong Dar, ulong Dsisr)
{
    /// <inheritdoc/>
    public override string ToString() => Interrupt is InterruptVector.DataStorage or InterruptVector.DataSegment
        ? $"{Interrupt.Name} at 0x{Dar:x}, DSISR 0x{Dsisr:x}"
        : $"{Interrupt.Name} from 0x{Srr0:x}, SRR1 0x{Srr1:x}";
}
