// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using Linux;
using static Linux.include.asm.hvcall_h;
using static Linux.include.asm.kvm_book3s_64_h;
using static Linux.include.asm.mmu_hash64_h;

namespace Kernel.Benchmarks;

// Unsafe: the pointers lead into blocks of the booted system, which Dispose disposes last. Reverse map and frame numbers are accessed at
// their linear addresses, within the lengths that the kernel allocated.
/// <summary>
/// A booted system whose guest has one processor, one slot of 16 MB pages, all pinned, and a hashed page table in which the first four
/// entries of every group are valid. The port and the baseline take turns on the same memory.
/// </summary>
internal sealed unsafe class MeasuredMachine : IDisposable
{
    /// <summary>Hypercalls (or pairs) in one call of a measured method: few, so that some calls run undisturbed.</summary>
    internal const int OperationsPerRun = 1 << 14;

    /// <summary>The number of groups that hot workloads use: their entries and reverse map fit into the first-level cache.</summary>
    internal const int HotGroups = 64;

    /// <summary>The size of the guest's memory, in bytes.</summary>
    internal const ulong GuestMemory = 256ul << 20;

    private const int HotCalls = 512;
    private const int RandomCalls = 1 << 17;
    private const int ValidPerGroup = 4;
    private const int LargePageShift = 24;

    private readonly KvmSystem _system;
    private readonly VirtualMachine _machine;
    private readonly Dictionary<(Operation Operation, bool Hot), Workload> _workloads = [];

    /// <summary>Boots the system and fills the table.</summary>
    /// <param name="library">The path of the baseline's library; null to measure without it.</param>
    internal MeasuredMachine(string? library)
    {
        _system = KvmSystem.Boot();
        _machine = _system.CreateVirtualMachine();
        Processor = _machine.CreateVcpu(0);
        _machine.SetMemoryRegion(0, 0, GuestMemory, _system.Process.MapHugePages(GuestMemory));
        Processor.SetUpRealModeArea();
        Fill();
        if (library is not null)
            Baseline = new Baseline(library, Table, ReverseMap, Frames, (int)(GuestMemory >> LargePageShift));
    }

    /// <summary>The guest's processor.</summary>
    internal VirtualCpu Processor { get; }

    /// <summary>The C that the port is compared with; null to measure without it.</summary>
    internal Baseline? Baseline { get; }

    internal kvm_vcpu* Vcpu => Processor.Vcpu;

    internal ulong* Table => (ulong*)_machine.Kvm->arch.hpt_virt;

    internal static int TableWords => (int)HPT_NPTE * 2;

    internal ulong* ReverseMap => (ulong*)(_machine.Kvm->arch.revmap.address - vmalloc_ptr<revmap_entry>.VMALLOC_START);

    private ulong* Frames => (ulong*)(_machine.Kvm->arch.slot_phys[0].address - vmalloc_ptr<ulong>.VMALLOC_START);

    /// <summary>Calls on valid entries in a few groups or in the whole table; the same in every process.</summary>
    internal Workload GetWorkload(Operation operation, bool hot)
    {
        if (!_workloads.TryGetValue((operation, hot), out Workload? workload))
            _workloads.Add((operation, hot), workload = CreateWorkload(operation, hot));
        return workload;
    }

    public void Dispose()
    {
        foreach (Workload workload in _workloads.Values)
            workload.Dispose();
        Baseline?.Dispose();
        _system.Dispose();
    }

    private Workload CreateWorkload(Operation operation, bool hot)
    {
        int count = hot ? HotCalls : RandomCalls;
        var workload = new Workload(count, OperationsPerRun);
        var random = new Random((int)operation);
        for (int i = 0; i < count; i++)
        {
            int group = random.Next(hot ? HotGroups : (int)HPT_NPTEG);
            int index = group * HPTES_PER_GROUP + random.Next(ValidPerGroup);
            workload.Calls[i] = new HypercallArguments
            {
                Flags = operation == Operation.Protect ? H_AVPN | (ulong)(1 + random.Next(3)) : 0,
                Index = (ulong)index,
                First = Table[index * 2] & HPTE_V_AVPN,
                Second = RandomSecond(random),
            };
        }
        return workload;
    }

    // With H_ENTER, group by group; the first entry of each 16 MB page makes the host pin it.
    private void Fill()
    {
        var random = new Random(1);
        for (int index = 0; index < (int)HPT_NPTE; index++)
        {
            if (index % HPTES_PER_GROUP >= ValidPerGroup)
                continue;
            HypercallOutcome outcome = Processor.Enter(HypercallOptions.None, (ulong)index, RandomFirst(random), RandomSecond(random));
            if (!outcome.IsSuccess || Processor.Gpr[4] != (ulong)index)
                throw new InvalidOperationException($"H_ENTER for index {index} returned {outcome} and index {Processor.Gpr[4]}.");
        }
    }

    // A random page number in the AVPN field.
    private static ulong RandomFirst(Random random) => (ulong)random.NextInt64(1L << 50) << HPTE_V_AVPN_SHIFT;

    // A random page of the guest's memory, readable and writable.
    private static ulong RandomSecond(Random random) => ((ulong)random.NextInt64((long)GuestMemory) & HPTE_R_RPN) | HPTE_R_M | 2;
}
