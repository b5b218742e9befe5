// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>
/// Instruments that are built into a machine when it boots. <see cref="Instruments"/> has those that are used while it runs.
/// </summary>
public sealed record InstrumentOptions
{
    /// <summary>What drives the time base, the decrementers and the kernel's timers.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether to count tlbie and tlbiel, and to be able to hold one (<see cref="Instruments.HoldNextInvalidation"/>).</summary>
    public bool RecordInvalidations { get; init; }

    /// <summary>
    /// Whether memory that the kernel does not ask to be zeroed is filled with 0x5a, as a kernel with poisoning does. Debug builds always
    /// fill it.
    /// </summary>
    public bool PoisonMemory { get; init; }

    /// <summary>
    /// A file that holds the hashed page tables, reverse maps and <c>slot_phys[]</c> of all virtual machines while they run, so that
    /// another process that maps it sees them (native-layout/shared_tables.md); null for none. The file is new, or an earlier one of this
    /// kind, which is replaced, unless a system still uses it. It grows with the number of machines, 64 MB for each or less, most of which
    /// is never touched, and outlives the system, as does the empty file <c>….lock</c> beside it.
    /// </summary>
    public string? TableFile { get; init; }

    /// <summary>Whether the host uses all hardware threads of a core, which KVM in hypervisor mode refuses to run beside (EBUSY).</summary>
    public bool SecondaryThreadsOnline { get; init; }
}
