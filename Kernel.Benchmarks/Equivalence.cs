// SPDX-License-Identifier: GPL-2.0-only
using Linux;
using static Linux.book3s_hv_rm_mmu;
using static Linux.include.asm.hvcall_h;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.mmu_hash64_h;

namespace Kernel.Benchmarks;

// Unsafe: table and reverse map are those of the measured machine, with the lengths of its constants. RandomCall makes indices beyond the
// table on purpose; both sides must reject them without an access.
/// <summary>
/// Checks that port and baseline agree: from the same state, the same random calls, valid and invalid, give the same results, registers,
/// table and reverse map.
/// </summary>
internal static unsafe class Equivalence
{
    internal const int Calls = 200_000;
    private const int ResultRegisters = 8;      // r4 to r11
    private const int Groups = 256;             // few enough that groups fill up

    private static readonly ulong[] Numbers = [H_ENTER, H_REMOVE, H_READ, H_PROTECT];
    private static readonly ulong[] Flags = [H_EXACT, H_R_XLATE, H_READ_4, H_AVPN, H_ANDCOND, H_LOCAL, HPTE_R_N, 3, 0x100];

    /// <summary>Compares both sides and restores the table.</summary>
    /// <exception cref="InvalidOperationException">The two sides differ; the message names the first difference.</exception>
    internal static void Check(MeasuredMachine machine)
    {
        Baseline baseline = machine.Baseline!;
        kvm_vcpu* vcpu = machine.Vcpu;
        (ulong[] table, ulong[] reverseMap) before = Save(machine);

        ulong[] expected = Play(machine, baseline.Hypercall, baseline.Registers);
        (ulong[] table, ulong[] reverseMap) expectedState = Save(machine);
        Restore(machine, before);
        ulong[] actual = Play(machine, (number, call) => Call(vcpu, number, call), vcpu->arch.gpr);
        (ulong[] table, ulong[] reverseMap) actualState = Save(machine);
        Restore(machine, before);

        Compare(expected, actual, "results and registers of call", ResultRegisters + 1);
        Compare(expectedState.table, actualState.table, "entry", 2);
        Compare(expectedState.reverseMap, actualState.reverseMap, "reverse map entry", 1);
    }

    private delegate long Hypercall(ulong number, HypercallArguments* call);

    private static ulong[] Play(MeasuredMachine machine, Hypercall hypercall, ulong* gpr)
    {
        var random = new Random(2);
        var results = new ulong[Calls * (ResultRegisters + 1)];
        new Span<ulong>(gpr, 32).Clear();
        for (int i = 0; i < Calls; i++)
        {
            ulong number = Numbers[random.Next(Numbers.Length)];
            HypercallArguments call = RandomCall(machine, random);
            results[i * (ResultRegisters + 1)] = (ulong)hypercall(number, &call);
            new ReadOnlySpan<ulong>(gpr + 4, ResultRegisters).CopyTo(results.AsSpan(i * (ResultRegisters + 1) + 1));
        }
        return results;
    }

    private static HypercallArguments RandomCall(MeasuredMachine machine, Random random)
    {
        int index = random.Next(Groups * HPTES_PER_GROUP);
        var call = new HypercallArguments
        {
            Index = (ulong)index,
            First = random.Next(2) == 0 ? machine.Table[index * 2] & ~0x7ful : (ulong)random.NextInt64(1L << 50) << HPTE_V_AVPN_SHIFT,
            Second = ((ulong)random.NextInt64((long)MeasuredMachine.GuestMemory) & HPTE_R_RPN) | HPTE_R_M,
        };
        foreach (ulong flag in Flags)
            call.Flags |= random.Next(4) == 0 ? flag : 0;
        if (random.Next(2) == 0)
            call.First |= random.Next(2) == 0 ? HPTE_V_SECONDARY : HPTE_V_LARGE;
        if (random.Next(2) == 0)
            call.Second |= (ulong)random.Next(0x1000) & HPTE_R_WIMG;
        switch (random.Next(16))
        {
            case 0:
                call.First = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
                break;
            case 1:
                call.Second = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
                break;
            case 2:
                call.Index += HPT_NPTE;
                break;
            case 3:
                call.Second &= ~0xff000ul;
                break;
            case 4:
                call.Second = (call.Second & ~0xf000ul) | 0x1000;
                break;
        }
        return call;
    }

    private static long Call(kvm_vcpu* vcpu, ulong number, HypercallArguments* call) => number switch
    {
        H_ENTER => kvmppc_h_enter(vcpu, call->Flags, (long)call->Index, call->First, call->Second),
        H_REMOVE => kvmppc_h_remove(vcpu, call->Flags, call->Index, call->First, 0),
        H_READ => kvmppc_h_read(vcpu, call->Flags, call->Index),
        _ => kvmppc_h_protect(vcpu, call->Flags, call->Index, call->First, 0),
    };

    private static (ulong[] Table, ulong[] ReverseMap) Save(MeasuredMachine machine) =>
        (new ReadOnlySpan<ulong>(machine.Table, MeasuredMachine.TableWords).ToArray(),
        new ReadOnlySpan<ulong>(machine.ReverseMap, (int)HPT_NPTE).ToArray());

    private static void Restore(MeasuredMachine machine, (ulong[] Table, ulong[] ReverseMap) state)
    {
        state.Table.CopyTo(new Span<ulong>(machine.Table, state.Table.Length));
        state.ReverseMap.CopyTo(new Span<ulong>(machine.ReverseMap, state.ReverseMap.Length));
    }

    private static void Compare(ulong[] expected, ulong[] actual, string what, int wordsPerItem)
    {
        int same = expected.AsSpan().CommonPrefixLength(actual);
        if (same != expected.Length)
        {
            string place = $"{what} {same / wordsPerItem}, word {same % wordsPerItem}";
            throw new InvalidOperationException(
                $"Port and baseline differ: {place}: the port has 0x{actual[same]:x}, the baseline 0x{expected[same]:x}.");
        }
    }
}
