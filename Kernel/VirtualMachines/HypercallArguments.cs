// SPDX-License-Identifier: GPL-2.0-only
using Linux;

namespace Kernel.VirtualMachines;

// Unsafe: the caller keeps the kvm_vcpu; its array of registers has 32 places, of which r3 to r12 are written.
/// <summary>The registers of a hypercall: the number in r3, up to nine arguments from r4 (LoPAR, 14.5.3 and 14.5.4).</summary>
internal static unsafe class HypercallArguments
{
    /// <summary>Arguments of a hypercall: r4 to r12.</summary>
    internal const int MaxCount = 9;

    private const int First = 4;
    private const int MaxPairs = 4;

    /// <summary>Loads the registers; those without an argument become 0.</summary>
    /// <exception cref="ArgumentException">There are too many arguments.</exception>
    internal static void Load(kvm_vcpu* vcpu, HypercallNumber number, ReadOnlySpan<ulong> arguments)
    {
        if (arguments.Length > MaxCount)
            throw new ArgumentException($"{arguments.Length} arguments; expected at most {MaxCount}.", nameof(arguments));
        ulong* registers = vcpu->arch.gpr + First;
        registers[-1] = (ulong)number;
        int i = 0;
        for (; i < arguments.Length; i++)
            registers[i] = arguments[i];
        for (; i < MaxCount; i++)
            registers[i] = 0;
    }

    /// <summary>Checks the arguments of H_BULK_REMOVE: up to four pairs.</summary>
    /// <exception cref="ArgumentException">There is half a pair, or there are more than four pairs.</exception>
    internal static ReadOnlySpan<ulong> CheckPairs(ReadOnlySpan<ulong> pairs) => pairs.Length <= MaxPairs * 2 && pairs.Length % 2 == 0
        ? pairs
        : throw new ArgumentException($"{pairs.Length} words; expected up to {MaxPairs} pairs.", nameof(pairs));

    /// <summary>Copies the arguments to where user space finds them and may put results (<c>kvm_run.papr_hcall.args</c>).</summary>
    internal static void CopyToRun(kvm_vcpu* vcpu)
    {
        for (int i = 0; i < MaxCount; i++)
            vcpu->run->papr_hcall.args[i] = vcpu->arch.gpr[First + i];
    }
}
