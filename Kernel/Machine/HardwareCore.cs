// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine;

/// <summary>Registers that the threads of a core share: the partition's, and the hypervisor's decrementer.</summary>
internal struct HardwareCore
{
    /// <summary>SDR1: the hashed page table of the partition.</summary>
    internal ulong Sdr1;

    /// <summary>LPIDR: the partition's number.</summary>
    internal ulong Lpid;

    /// <summary>When HDEC counts below 0, in ticks of the time base.</summary>
    internal ulong HypervisorDecrementerExpires;
}
