// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>A page of the user process that the kernel has taken a reference to.</summary>
/// <param name="UserAddress">The user address that was looked up.</param>
/// <param name="RealAddress">The real address of the page behind it.</param>
/// <param name="Size">Bytes in the page; of a compound page, all of it.</param>
public readonly record struct PagePin(ulong UserAddress, ulong RealAddress, ulong Size);
