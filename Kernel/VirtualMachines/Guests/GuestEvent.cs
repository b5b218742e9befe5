// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines.Guests;

/// <summary>Something that happened on a processor that runs a guest.</summary>
/// <param name="Kind">What.</param>
/// <param name="Vcpu">The number of the vcpu.</param>
/// <param name="HardwareThread">The number of the hardware thread that it is on.</param>
/// <param name="Vector">The interrupt, where there is one.</param>
/// <param name="First">A hypercall's number; for an interrupt the DAR.</param>
/// <param name="Second">A hypercall's result; for an interrupt SRR0.</param>
/// <param name="ByHost">Whether a hypercall was answered by the host rather than in real mode.</param>
public readonly record struct GuestEvent(GuestEventKind Kind, int Vcpu, int HardwareThread, int Vector, ulong First, ulong Second, bool ByHost);
