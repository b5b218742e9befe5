// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>The page size that an entry's L and LP bits encode.</summary>
public enum HptPageSize : byte
{
    /// <summary>An encoding that is not known here.</summary>
    Unknown,

    /// <summary>4 KiB: L is 0.</summary>
    Size4K,

    /// <summary>64 KiB: L is 1, the low four bits of LP are 1.</summary>
    Size64K,

    /// <summary>16 MiB: L is 1, LP is 0.</summary>
    Size16M,

    /// <summary>16 MiB in a segment whose base page is 64 KiB: L is 1, LP is 8. Newer than the ported hypervisor, which refuses it.</summary>
    Size16MIn64KSegment,
}
