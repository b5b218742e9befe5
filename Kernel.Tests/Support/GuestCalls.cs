// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Tests.Support;

/// <summary>The hypercalls as a guest issues them: arguments in r4 and up, all other argument registers 0.</summary>
internal static class GuestCalls
{
    public static HypercallOutcome Call(this VirtualCpu cpu, ulong number, params ReadOnlySpan<ulong> arguments)
    {
        Span<ulong> registers = cpu.RawGpr[4..13];
        registers.Clear();
        arguments.CopyTo(registers);
        return cpu.Hypercall(number);
    }

    public static HypercallOutcome Enter(this VirtualCpu cpu, ulong index, ulong v, ulong r, ulong flags = Hpte.Exact) =>
        cpu.Call(Hypercalls.Enter, flags, index, v, r);

    /// <summary>Enters a 16 MB page, at exactly the index given.</summary>
    public static HypercallOutcome EnterHugePage(this VirtualCpu cpu, ulong index, ulong guestAddress) =>
        cpu.Enter(index, Hpte.Large, guestAddress | Hpte.Coherent);

    /// <summary>Enters a 64 KB page, at exactly the index given.</summary>
    public static HypercallOutcome EnterPage64K(this VirtualCpu cpu, ulong index, ulong guestAddress) =>
        cpu.Enter(index, Hpte.Large, guestAddress | Hpte.Is64K | Hpte.Coherent);

    /// <summary>Enters a 4 KB page, at exactly the index given.</summary>
    public static HypercallOutcome EnterPage4K(this VirtualCpu cpu, ulong index, ulong guestAddress) =>
        cpu.Enter(index, 0, guestAddress | Hpte.Coherent);

    public static HypercallOutcome Remove(this VirtualCpu cpu, ulong index, ulong flags = 0, ulong avpn = 0) =>
        cpu.Call(Hypercalls.Remove, flags, index, avpn);

    public static HypercallOutcome Protect(this VirtualCpu cpu, ulong index, ulong flags, ulong avpn = 0) =>
        cpu.Call(Hypercalls.Protect, flags, index, avpn);

    public static HypercallOutcome ReadEntry(this VirtualCpu cpu, ulong index, ulong flags = 0) =>
        cpu.Call(Hypercalls.Read, flags, index);

    /// <summary>H_REGISTER_VPA; the sub-function goes into bits 16 to 18 of the flags.</summary>
    public static HypercallOutcome RegisterArea(this VirtualCpu cpu, ulong subFunction, ulong processor, ulong guestAddress = 0) =>
        cpu.Call(Hypercalls.RegisterVpa, subFunction << 45, processor, guestAddress);
}
