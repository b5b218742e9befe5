// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>The size of a segment, as the field B encodes it.</summary>
public enum HptSegmentSize : byte
{
    /// <summary>256 MiB.</summary>
    Size256M = 0,

    /// <summary>1 TiB.</summary>
    Size1T = 1,

    /// <summary>A value that the architecture reserves.</summary>
    Reserved2 = 2,

    /// <summary>A value that the architecture reserves.</summary>
    Reserved3 = 3,
}
