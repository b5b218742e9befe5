// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;

namespace Kernel.VirtualMachines;

/// <summary>The machine to boot, and how its kernel behaves.</summary>
public sealed record KvmSystemOptions
{
    /// <summary>The host's processor.</summary>
    public CpuModel Cpu { get; init; } = CpuModel.Power7;

    /// <summary>log2 of the host's page size: 12 or 16.</summary>
    public int PageShift { get; init; } = 16;

    /// <summary>Which of the original's defects show as they were written. All are corrected by default.</summary>
    public ErrataSet Errata { get; init; } = ErrataSet.Corrected;

    /// <summary>
    /// The kernel's command line, items separated by blanks: <c>kvm_rma_size=64M kvm_rma_count=2</c> sets real mode areas aside on a
    /// PPC970.
    /// </summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Whether to keep count and a log of tlbie and tlbiel.</summary>
    public bool RecordInvalidations { get; init; }

    /// <summary>
    /// Whether memory that the kernel does not ask to be zeroed is filled with 0x5a, as a kernel with poisoning does. Debug builds always do.
    /// </summary>
    public bool PoisonsMemory { get; init; }

    /// <summary>
    /// A file, new or an earlier one of this kind, that holds the hashed page tables, reverse maps and <c>slot_phys[]</c> of all virtual machines while they run, so that
    /// another process that maps it sees them (native-layout/shared_tables.md); null for none. It may be as large as 256 MB, most of which is never
    /// touched, and stays when the system is gone.
    /// </summary>
    public string? TableFile { get; init; }

    /// <summary>How many cores the host has, 1 to 64. Each virtual core that is running has one to itself; the others wait.</summary>
    public int Cores { get; init; } = 8;

    /// <summary>Whether the host uses all hardware threads of a core, which KVM in hypervisor mode refuses to run beside (EBUSY).</summary>
    public bool SecondaryThreadsOnline { get; init; }

    /// <summary>What drives the time base, the decrementers and the kernel's timers.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
