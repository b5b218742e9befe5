// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>A range of guest addresses and the user addresses behind it (<c>struct kvm_memory_slot</c>).</summary>
/// <param name="Id">The slot's number.</param>
/// <param name="GuestAddress">Where it begins for the guest.</param>
/// <param name="Size">Bytes.</param>
/// <param name="UserAddress">Where it begins in the user process.</param>
/// <param name="IsInvalid">Whether it is being deleted: nothing is mapped through it any more.</param>
/// <param name="PageCount">16 MB pages in the slot.</param>
/// <param name="PinnedPages">How many of them the kernel holds a reference to.</param>
public sealed record MemorySlot(int Id, ulong GuestAddress, ulong Size, ulong UserAddress, bool IsInvalid, int PageCount, int PinnedPages);
