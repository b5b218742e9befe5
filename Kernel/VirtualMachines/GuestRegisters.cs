// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>The general purpose registers of a vcpu, r0 to r31: reads and writes go to the vcpu itself.</summary>
public sealed class GuestRegisters
{
    private readonly VirtualCpu _vcpu;
    private readonly bool _isInside;

    /// <param name="vcpu">Whose registers.</param>
    /// <param name="isInside">Whether they are read and written by the guest itself, whose machine lives as long as it runs.</param>
    internal GuestRegisters(VirtualCpu vcpu, bool isInside)
    {
        _vcpu = vcpu;
        _isInside = isInside;
    }

    private Span<ulong> Registers => _isInside ? _vcpu.RawGprInside : _vcpu.RawGpr;

    /// <summary>A register.</summary>
    /// <param name="number">0 to 31.</param>
    public ulong this[int number]
    {
        get => Registers[number];
        set => Registers[number] = value;
    }
}
