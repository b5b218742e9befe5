// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>One entry of a hashed page table.</summary>
/// <param name="V">The first doubleword, without the hypervisor's lock bit.</param>
/// <param name="R">The second doubleword, with the host's real page number.</param>
/// <param name="GuestR">The second doubleword as the guest gave it, with the guest's own page number.</param>
public readonly record struct HptEntryView(ulong V, ulong R, ulong GuestR);
