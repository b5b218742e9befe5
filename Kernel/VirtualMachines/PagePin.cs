// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>A page of the user process that the kernel has taken a reference to.</summary>
/// <param name="UserAddress">The address that was looked up.</param>
/// <param name="RealAddress">The page that is there.</param>
/// <param name="Size">Its bytes: of a compound page, all of it.</param>
public readonly record struct PagePin(ulong UserAddress, ulong RealAddress, ulong Size);
