// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Machine;
using Linux;

namespace Kernel.VirtualMachines.Guests;

// Unsafe: Thread is the hardware thread that executes the program, from each entry to the next exit. Members that lead to it, or to the
// kvm_vcpu, first check that the caller is the program, whose run (or Load, or disposal) keeps both.
/// <summary>
/// The processor as a program sees it: its registers, and how to call the hypervisor. Only the program may use it, while it is being run;
/// registers and hypercalls throw an <see cref="InvalidOperationException"/> elsewhere.
/// </summary>
public sealed unsafe partial class GuestCpu
{
    private readonly VirtualCpu _vcpu;

    internal GuestCpu(VirtualCpu vcpu)
    {
        _vcpu = vcpu;
        Id = vcpu.Id;
        Gpr = GuestRegisters.OfGuest(vcpu, this);
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
    public ulong Msr => Running->Translation.Msr;

    /// <summary>SRR0: the address of the instruction that the last interrupt interrupted.</summary>
    public ulong Srr0 => Running->Srr0;

    /// <summary>SRR1: the MSR at that point and, for fetches, the reason.</summary>
    public ulong Srr1 => Running->Srr1;

    /// <summary>DAR: the address of the last load or store that was interrupted.</summary>
    public ulong Dar => Running->Dar;

    /// <summary>DSISR: the reason for that interrupt.</summary>
    public ulong Dsisr => Running->Dsisr;

    /// <summary>The hardware thread that executes the program; null while none does.</summary>
    internal HardwareThread* Thread { get; set; }

    /// <summary>The vcpu, for the program.</summary>
    /// <exception cref="InvalidOperationException">The caller is not the program.</exception>
    internal kvm_vcpu* Vcpu
    {
        get
        {
            if (!UserCode.IsRunFor(this))
                throw new InvalidOperationException($"The processor of vcpu {Id}'s program is used by other code; expected the program.");
            return _vcpu.VcpuInRun;
        }
    }

    private HardwareThread* Running
    {
        get
        {
            _ = Vcpu;
            if (Thread == null)
            {
                throw new InvalidOperationException(
                    $"The program of vcpu {Id} is not on a processor now; expected a look at the register during a run.");
            }
            return Thread;
        }
    }

    /// <summary>Whether the running handler wants the interrupted instruction to be skipped.</summary>
    internal bool SkipsInstruction { get; set; }

    /// <summary>In a handler: skips the interrupted instruction instead of repeating it.</summary>
    public void SkipInstruction() => SkipsInstruction = true;
}
