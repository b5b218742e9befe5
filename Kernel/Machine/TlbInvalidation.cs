// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine;

/// <summary>One invalidation of a translation.</summary>
/// <param name="Rb">The RB operand: which translation (Power ISA 2.06 Book III-S, tlbie).</param>
/// <param name="Lpid">The partition, for a global invalidation.</param>
/// <param name="IsGlobal">True for tlbie, which all processors obey; false for tlbiel, which only the issuing one does.</param>
internal readonly record struct TlbInvalidation(ulong Rb, ulong Lpid, bool IsGlobal);
