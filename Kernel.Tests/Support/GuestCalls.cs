// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Tests.Support;

/// <summary>Frequent hypercalls, with arguments encoded as in Power ISA and LoPAR.</summary>
internal static class GuestCalls
{
    public static HypercallOutcome EnterAt(this VirtualCpu cpu, ulong index, ulong v, ulong r, ulong flags = Hpte.Exact) =>
        cpu.Hypercall(HypercallNumber.Enter, flags, index, v, r);

    /// <summary>Enters a 16 MB page at exactly <paramref name="index"/>.</summary>
    public static HypercallOutcome EnterHugePage(this VirtualCpu cpu, ulong index, ulong guestAddress) =>
        cpu.EnterAt(index, Hpte.Large, guestAddress | Hpte.Coherent);

    /// <summary>Enters a 64 KB page at exactly <paramref name="index"/>.</summary>
    public static HypercallOutcome EnterPage64K(this VirtualCpu cpu, ulong index, ulong guestAddress) =>
        cpu.EnterAt(index, Hpte.Large, guestAddress | Hpte.Is64K | Hpte.Coherent);

    /// <summary>Enters a 4 KB page at exactly <paramref name="index"/>.</summary>
    public static HypercallOutcome EnterPage4K(this VirtualCpu cpu, ulong index, ulong guestAddress) =>
        cpu.EnterAt(index, 0, guestAddress | Hpte.Coherent);

    public static HypercallOutcome RemoveAt(this VirtualCpu cpu, ulong index, ulong flags = 0, ulong avpn = 0) =>
        cpu.Hypercall(HypercallNumber.Remove, flags, index, avpn);

    public static HypercallOutcome ProtectAt(this VirtualCpu cpu, ulong index, ulong flags, ulong avpn = 0) =>
        cpu.Hypercall(HypercallNumber.Protect, flags, index, avpn);

    public static HypercallOutcome ReadAt(this VirtualCpu cpu, ulong index, ulong flags = 0) =>
        cpu.Hypercall(HypercallNumber.Read, flags, index);

    /// <summary>H_REGISTER_VPA; the sub-function goes into bits 16 to 18 of the flags.</summary>
    public static HypercallOutcome RegisterArea(this VirtualCpu cpu, ulong subFunction, ulong processor, ulong guestAddress = 0) =>
        cpu.Hypercall(HypercallNumber.RegisterVpa, subFunction << 45, processor, guestAddress);
}
