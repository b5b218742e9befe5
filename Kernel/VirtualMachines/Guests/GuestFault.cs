// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines.Guests;

/// <summary>An interrupt for which a program had no handler.</summary>
/// <param name="Interrupt">Which.</param>
/// <param name="Srr0">Where it came from.</param>
/// <param name="Srr1">The MSR there, and for fetches the reason.</param>
/// <param name="Dar">The address of the load or store, if it was one.</param>
/// <param name="Dsisr">The reason, if it was one.</param>
public readonly record struct GuestFault(GuestInterrupt Interrupt, ulong Srr0, ulong Srr1, ulong Dar, ulong Dsisr)
{
    /// <inheritdoc/>
    public override string ToString() => Interrupt is GuestInterrupt.DataStorage or GuestInterrupt.DataSegment
        ? $"{Interrupt} at 0x{Dar:x}, DSISR 0x{Dsisr:x}"
        : $"{Interrupt} from 0x{Srr0:x}, SRR1 0x{Srr1:x}";
}
