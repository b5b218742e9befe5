// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Host.AddressSpaces;

/// <summary>One call of <c>get_user_pages_fast</c>, as the host's log keeps it.</summary>
/// <param name="Address">The user address that was asked for.</param>
/// <param name="Result">1, or the negative error.</param>
/// <param name="Pfn">The frame that was found.</param>
/// <param name="IsHead">Whether it is the head of a compound page.</param>
/// <param name="Order">The compound page's order where <paramref name="IsHead"/>; otherwise 0.</param>
internal readonly record struct UserPageLookup(ulong Address, int Result, ulong Pfn, bool IsHead, int Order);
