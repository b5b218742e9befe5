// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

/// <summary>Why an access is refused (Power ISA 2.06 Book III-S, 6.5.3 to 6.5.6, 6.5.16 and 6.5.17).</summary>
/// <param name="Vector">The interrupt; 0 if the access is allowed.</param>
/// <param name="Reason">Bits of DSISR or HDSISR, for a fetch of SRR1 or HSRR1.</param>
[RealMode]
internal readonly record struct StorageInterrupt(uint Vector, ulong Reason)
{
    /// <summary>No page table entry translates the address.</summary>
    internal const ulong NoTranslation = 0x4000_0000;

    /// <summary>An instruction is fetched from a no-execute page or segment, or from guarded storage.</summary>
    internal const ulong NoExecute = 0x1000_0000;

    /// <summary>The page's protection, or the limit of the real mode area, does not allow the access.</summary>
    internal const ulong Protection = 0x0800_0000;

    /// <summary>The access is a store.</summary>
    internal const ulong Store = 0x0200_0000;

    /// <summary>The page's storage key does not allow it.</summary>
    internal const ulong Key = 0x0020_0000;

    /// <summary>Whether the access is allowed.</summary>
    internal bool IsNone => Vector == 0;
}
