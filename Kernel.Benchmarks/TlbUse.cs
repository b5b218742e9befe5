// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>What the measured translations do with a TLB.</summary>
internal enum TlbUse
{
    /// <summary>There is one; it is taken and released for each address, as hardware threads do for an access.</summary>
    TakenForEach,

    /// <summary>There is one, which nobody else wants and nobody takes: what the look-up alone costs.</summary>
    NotTaken,

    /// <summary>There is none.</summary>
    None,
}
