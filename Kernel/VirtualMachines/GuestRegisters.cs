// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines.Guests;

namespace Kernel.VirtualMachines;

// Unsafe: the registers lie in the kvm_vcpu. User space keeps the machine during each access; a guest's program is checked to run, and its
// run keeps the machine. The index is checked.
/// <summary>
/// The general purpose registers of a vcpu, r0 to r31. Reads and writes go to the vcpu itself. Beside a run, reads show some moment of it.
/// </summary>
public sealed unsafe class GuestRegisters
{
    private const int Count = 32;

    private readonly VirtualCpu _vcpu;
    private readonly GuestCpu? _guest;

    private GuestRegisters(VirtualCpu vcpu, GuestCpu? guest)
    {
        _vcpu = vcpu;
        _guest = guest;
    }

    /// <summary>A register.</summary>
    /// <param name="number">0 to 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    /// <exception cref="ObjectDisposedException">The virtual machine has been disposed.</exception>
    /// <exception cref="InvalidOperationException">
    /// A write while the vcpu runs or another thread uses it; or a <see cref="GuestCpu"/> is used by other code than its program.
    /// </exception>
    public ulong this[int number]
    {
        get
        {
            Check(number);
            if (_guest is not null)
                return _guest.Vcpu->arch.gpr[number];
            using MachineCall _ = _vcpu.Look();
            return _vcpu.VcpuInRun->arch.gpr[number];
        }

        set
        {
            Check(number);
            if (_guest is not null)
            {
                _guest.Vcpu->arch.gpr[number] = value;
                return;
            }
            using MachineCall _ = _vcpu.Look();
            using VirtualCpu.Use use = _vcpu.BeginUse();
            _vcpu.VcpuInRun->arch.gpr[number] = value;
        }
    }

    /// <summary>The registers as user space reaches them.</summary>
    internal static GuestRegisters OfUserSpace(VirtualCpu vcpu) => new(vcpu, guest: null);

    /// <summary>The registers as the guest itself reaches them, during a run.</summary>
    internal static GuestRegisters OfGuest(VirtualCpu vcpu, GuestCpu guest) => new(vcpu, guest);

    private static void Check(int number)
    {
        if ((uint)number >= Count)
            throw new ArgumentOutOfRangeException(nameof(number), number, $"Expected a register, 0 to {Count - 1}.");
    }
}
