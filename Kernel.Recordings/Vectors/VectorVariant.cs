// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Vectors;

/// <summary>The two behaviours of the original that a vector file holds results of.</summary>
public enum VectorVariant
{
    /// <summary>The original with E01, E02, E03, E04 and E06 corrected.</summary>
    Corrected,

    /// <summary>The original exactly as written.</summary>
    AsWritten,
}
