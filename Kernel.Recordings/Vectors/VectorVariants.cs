// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;

namespace Kernel.Recordings.Vectors;

/// <summary>What a variant means for the errata.</summary>
internal static class VectorVariants
{
    /// <summary>
    /// The errata that are as written in the variant. E21, E30 and E31 cannot show in a result; they are corrected, so that nothing
    /// leaks. E61 ends the system, and the vectors have results after it.
    /// </summary>
    internal static ErrataSet Errata(this VectorVariant variant) => variant == VectorVariant.AsWritten
        ? ErrataSet.AsWrittenExcept(Erratum.E21, Erratum.E30, Erratum.E31, Erratum.E61)
        : ErrataSet.AsWrittenExcept(
            Erratum.E01, Erratum.E02, Erratum.E03, Erratum.E04, Erratum.E06, Erratum.E21, Erratum.E30, Erratum.E31, Erratum.E61);
}
