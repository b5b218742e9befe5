// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.VirtualMachines;

namespace Kernel.Tests.Properties;

/// <summary>What the model says of one step.</summary>
/// <param name="Result">r3.</param>
/// <param name="Path">Who answers.</param>
/// <param name="Registers">The registers from r4 on that the guest finds changed, or its arguments.</param>
/// <param name="Invalidations">What the processors are told to forget, in order.</param>
internal sealed record Expectation(long Result, HypercallPath Path, IReadOnlyList<ulong> Registers, IReadOnlyList<TlbInvalidation> Invalidations);
