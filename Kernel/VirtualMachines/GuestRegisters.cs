// SPDX-License-Identifier: GPL-2.0-only
using Linux;

namespace Kernel.VirtualMachines;

// Unsafe: the registers lie in the kvm_vcpu. From outside, each access first checks that the machine has not been disposed; a running
// guest needs no check, because its run keeps the machine. The index is checked.
/// <summary>The general purpose registers of a vcpu, r0 to r31. Reads and writes go to the vcpu itself.</summary>
public sealed unsafe class GuestRegisters
{
    private const int Count = 32;

    private readonly VirtualCpu _vcpu;
    private readonly bool _isRunning;

    private GuestRegisters(VirtualCpu vcpu, bool isRunning)
    {
        _vcpu = vcpu;
        _isRunning = isRunning;
    }

    /// <summary>A register.</summary>
    /// <param name="number">0 to 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    /// <exception cref="ObjectDisposedException">The virtual machine has been disposed, and the caller is not its guest.</exception>
    public ulong this[int number]
    {
        get => *Register(number);
        set => *Register(number) = value;
    }

    /// <summary>The registers as user space reaches them.</summary>
    internal static GuestRegisters OfUserSpace(VirtualCpu vcpu) => new(vcpu, isRunning: false);

    /// <summary>The registers as the guest itself reaches them, during a run.</summary>
    internal static GuestRegisters OfRunningGuest(VirtualCpu vcpu) => new(vcpu, isRunning: true);

    private ulong* Register(int number)
    {
        if ((uint)number >= Count)
            throw new ArgumentOutOfRangeException(nameof(number), number, $"Expected a register, 0 to {Count - 1}.");
        kvm_vcpu* vcpu = _isRunning ? _vcpu.VcpuInRun : _vcpu.Vcpu;
        return &vcpu->arch.gpr[number];
    }
}
