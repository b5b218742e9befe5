// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>The general purpose registers of a vcpu, r0 to r31: reads and writes go to the vcpu itself.</summary>
public sealed class GuestRegisters
{
    private readonly VirtualCpu _vcpu;

    internal GuestRegisters(VirtualCpu vcpu) => _vcpu = vcpu;

    /// <summary>A register.</summary>
    /// <param name="number">0 to 31.</param>
    public ulong this[int number]
    {
        get => _vcpu.RawGpr[number];
        set => _vcpu.RawGpr[number] = value;
    }
}
