// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;

namespace Kernel.VirtualMachines.Guests;

// Unsafe: Thread is the hardware thread that executes the program right now, set on each entry; programs run on that thread only.
/// <summary>The processor as a program sees it: its registers, and how to call the hypervisor.</summary>
public sealed unsafe partial class GuestCpu
{
    private readonly VirtualCpu _vcpu;

    internal GuestCpu(VirtualCpu vcpu)
    {
        _vcpu = vcpu;
        Id = vcpu.Id;
        Gpr = GuestRegisters.OfRunningGuest(vcpu);
    }

    /// <summary>The number of the vcpu.</summary>
    public int Id { get; }

    /// <summary>The general purpose registers.</summary>
    public GuestRegisters Gpr { get; }

    /// <summary>The value that the last load loaded.</summary>
    public ulong Value { get; internal set; }

    /// <summary>r3: the return code of the last hypercall.</summary>
    public HypercallResult Result => (HypercallResult)Gpr[3];

    /// <summary>Whether the host answered the last hypercall, rather than real mode.</summary>
    public bool IsAnsweredByHost { get; internal set; }

    /// <summary>The machine state register.</summary>
    public ulong Msr => Thread->Translation.Msr;

    /// <summary>SRR0: the address of the instruction that the last interrupt interrupted.</summary>
    public ulong Srr0 => Thread->Srr0;

    /// <summary>SRR1: the MSR at that point and, for fetches, the reason.</summary>
    public ulong Srr1 => Thread->Srr1;

    /// <summary>DAR: the address of the last load or store that was interrupted.</summary>
    public ulong Dar => Thread->Dar;

    /// <summary>DSISR: the reason for that interrupt.</summary>
    public ulong Dsisr => Thread->Dsisr;

    /// <summary>The hardware thread that executes the program.</summary>
    internal HardwareThread* Thread { get; set; }

    /// <summary>Whether the running handler wants the interrupted instruction to be skipped.</summary>
    internal bool SkipsInstruction { get; set; }

    /// <summary>In a handler: skips the interrupted instruction instead of repeating it.</summary>
    public void SkipInstruction() => SkipsInstruction = true;
}
