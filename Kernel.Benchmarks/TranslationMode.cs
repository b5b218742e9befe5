// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>How the guest's addresses become real ones.</summary>
internal enum TranslationMode
{
    /// <summary>Relocation off, in the virtual real mode area: 16 MB pages.</summary>
    RealMode,

    /// <summary>Relocation on, by SLB and table: 4 KB pages of a 256 MB segment.</summary>
    VirtualMode,
}
