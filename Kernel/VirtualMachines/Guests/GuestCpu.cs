// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using static Linux.include.asm.hvcall_h;

namespace Kernel.VirtualMachines.Guests;

// Unsafe: Thread is the hardware thread that executes the program right now, set on each entry; programs run on that thread only.
/// <summary>The processor as a program sees it: its registers, and how to call the hypervisor.</summary>
public sealed unsafe class GuestCpu
{
    private const int FirstArgument = 4;
    private const int ArgumentCount = 9;

    internal GuestCpu(VirtualCpu vcpu)
    {
        Id = vcpu.Id;
        Gpr = new GuestRegisters(vcpu, isInside: true);
    }

    /// <summary>The number of the vcpu.</summary>
    public int Id { get; }

    /// <summary>General purpose registers.</summary>
    public GuestRegisters Gpr { get; }

    /// <summary>What the last load loaded.</summary>
    public ulong Value { get; internal set; }

    /// <summary>r3: the return code of the last hypercall.</summary>
    public long Result => (long)Gpr[3];

    /// <summary>Whether the host has answered it, rather than real mode.</summary>
    public bool IsAnsweredByHost { get; internal set; }

    /// <summary>The machine state register.</summary>
    public ulong Msr => Thread->Translation.Msr;

    /// <summary>Where the last interrupt came from.</summary>
    public ulong Srr0 => Thread->Srr0;

    /// <summary>The MSR there, and for fetches the reason.</summary>
    public ulong Srr1 => Thread->Srr1;

    /// <summary>The address of the last load or store that was interrupted.</summary>
    public ulong Dar => Thread->Dar;

    /// <summary>Why it was.</summary>
    public ulong Dsisr => Thread->Dsisr;

    /// <summary>The hardware thread that executes the program.</summary>
    internal HardwareThread* Thread { get; set; }

    /// <summary>Whether the handler that runs wants the interrupted instruction to be passed over.</summary>
    internal bool SkipsInstruction { get; set; }

    /// <summary>Calls the hypervisor. The number goes to r3, arguments to r4 and up, 0 to the rest up to r12.</summary>
    public GuestInstruction Hypercall(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        if (arguments.Length > ArgumentCount)
            throw new ArgumentException($"{arguments.Length} arguments; expected at most {ArgumentCount}.", nameof(arguments));
        Gpr[3] = number;
        for (int i = 0; i < ArgumentCount; i++)
            Gpr[FirstArgument + i] = i < arguments.Length ? arguments[i] : 0;
        return new GuestInstruction(GuestOperation.Hypercall);
    }

    /// <summary>H_CEDE: waits for an interrupt or a prod.</summary>
    public GuestInstruction Cede() => Hypercall(H_CEDE);

    /// <summary>In a handler: the interrupted instruction is not executed again.</summary>
    public void SkipInstruction() => SkipsInstruction = true;
}
