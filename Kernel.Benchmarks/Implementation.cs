// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>Which side is measured; the last part of the names of the methods in <see cref="HypercallBenchmarks"/>.</summary>
internal enum Implementation
{
    /// <summary>The C written for this project.</summary>
    Baseline,

    /// <summary>The port's handlers, called directly.</summary>
    Port,

    /// <summary>The port through <see cref="VirtualMachines.VirtualCpu.Hypercall"/>.</summary>
    PublicFace,
}
