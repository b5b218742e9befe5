// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;

namespace Kernel.VirtualMachines;

/// <summary>The machine to boot, and how its kernel behaves.</summary>
public sealed record KvmSystemOptions
{
    /// <summary>The host's processor.</summary>
    public CpuModel Cpu { get; init; } = CpuModel.Power7;

    /// <summary>How many cores the host has, 1 to 64. Each virtual core that is running has one to itself; the others wait.</summary>
    public int Cores { get; init; } = 8;

    /// <summary>log2 of the host's page size: 12 or 16.</summary>
    public int PageShift { get; init; } = 16;

    /// <summary>
    /// The kernel's command line, items separated by blanks: <c>kvm_rma_size=64M kvm_rma_count=2</c> sets real mode areas aside on a
    /// PPC970.
    /// </summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Which of the original's defects behave as written. By default all are corrected.</summary>
    public ErrataSet Errata { get; init; } = ErrataSet.Corrected;

    /// <summary>What makes the machine easier to observe and to bring into rare states. None of it is needed to run a guest.</summary>
    public InstrumentOptions Instruments { get; init; } = new();
}
