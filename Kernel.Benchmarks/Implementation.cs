// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>The implementations that are measured. The names of the methods in <see cref="HypercallBenchmarks"/> end with them.</summary>
internal enum Implementation
{
    /// <summary>The C code written for this project.</summary>
    Baseline,

    /// <summary>The port's handlers, called directly.</summary>
    Port,

    /// <summary>The methods that a user of the library calls, such as <see cref="VirtualMachines.VirtualCpu.Read"/>.</summary>
    PublicFace,
}
