// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Benchmarks;

/// <summary>How the addresses of the guest are translated.</summary>
internal enum TranslationMode
{
    /// <summary>Relocation off: the virtual real mode area, 16 MB pages.</summary>
    RealMode,

    /// <summary>Relocation on: SLB and page table, 4 KB pages in a 256 MB segment.</summary>
    VirtualMode,
}
