// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>The arguments of one hypercall, r4 to r7; with the layout of <c>struct arguments</c> of the baseline.</summary>
internal struct HypercallArguments
{
    internal ulong Flags;
    internal ulong Index;
    internal ulong First;
    internal ulong Second;
}
