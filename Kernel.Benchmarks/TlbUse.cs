// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>How the measured translations use a TLB.</summary>
internal enum TlbUse
{
    /// <summary>With a TLB that is taken and released for each address, as a hardware thread does for each access.</summary>
    TakenForEach,

    /// <summary>With a TLB that is never taken: the cost of the look-up alone.</summary>
    NotTaken,

    /// <summary>Without a TLB.</summary>
    None,
}
