// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;

namespace Kernel.Tests.Properties;

/// <summary>The model's result of one step.</summary>
/// <param name="Result">The value of r3.</param>
/// <param name="Path">Where the call is answered.</param>
/// <param name="Registers">The registers from r4 on: results, and arguments that are unchanged.</param>
/// <param name="Invalidations">The TLB invalidations, in order.</param>
internal sealed record Expectation(
    long Result, HypercallPath Path, IReadOnlyList<ulong> Registers, IReadOnlyList<TlbInvalidation> Invalidations);
