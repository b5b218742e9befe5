// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>An entry of a guest's SLB, as the operands of slbmte (Power ISA 2.06 Book III-S, 5.9.3.1).</summary>
/// <param name="Esid">RB: ESID, V and the index.</param>
/// <param name="Vsid">RS: B, VSID, Ks, Kp, N, L, C and LP.</param>
public readonly record struct SlbEntryView(ulong Esid, ulong Vsid);
