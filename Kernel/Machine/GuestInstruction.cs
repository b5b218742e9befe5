// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine;

/// <summary>One instruction of a guest, as its program hands it to the processor.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="First">The effective address, or the first operand.</param>
/// <param name="Second">The value to store, or the second operand.</param>
/// <param name="Bytes">How much is loaded or stored: 1, 2, 4 or 8.</param>
public readonly record struct GuestInstruction(GuestOperation Operation, ulong First = 0, ulong Second = 0, int Bytes = 0);
