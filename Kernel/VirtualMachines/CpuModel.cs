// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>The processors whose hypervisor mode the original supports.</summary>
public enum CpuModel
{
    /// <summary>POWER7, Power ISA 2.06: 10-bit LPIDs, virtual real mode area, 64 KB pages.</summary>
    Power7,

    /// <summary>PPC970, PowerPC architecture 2.01: 6-bit LPIDs, needs a real mode area, no 64 KB pages.</summary>
    Ppc970,
}
