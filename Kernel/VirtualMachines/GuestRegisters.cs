// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>The general purpose registers of a vcpu, r0 to r31: reads and writes go to the vcpu itself.</summary>
public sealed class GuestRegisters
{
    private const int Count = 32;

    private readonly VirtualCpu _vcpu;
    private readonly bool _isInside;

    /// <param name="vcpu">Whose registers.</param>
    /// <param name="isInside">Whether they are read and written by the guest itself, whose machine lives as long as it runs.</param>
    internal GuestRegisters(VirtualCpu vcpu, bool isInside)
    {
        _vcpu = vcpu;
        _isInside = isInside;
    }

    private static int Checked(int number) => number is >= 0 and < Count ? number
        : throw new ArgumentOutOfRangeException(nameof(number), number, $"Expected a register, 0 to {Count - 1}.");

    private Span<ulong> Registers => _isInside ? _vcpu.RawGprInside : _vcpu.RawGpr;

    /// <summary>A register.</summary>
    /// <param name="number">0 to 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public ulong this[int number]
    {
        get => Registers[Checked(number)];
        set => Registers[Checked(number)] = value;
    }
}
