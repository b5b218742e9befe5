// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Errata;

namespace Linux.include.port;

/// <summary>Which of the original's numbered defects are corrected in this run. No C header corresponds.</summary>
internal static class errata_h
{
    private const int bits_in_half = 64;

    /// <summary>One bit per erratum, set where the original's behaviour is wanted. Set once, at boot.</summary>
    private static ulong as_written, as_written_from_64;

    internal static void select(ErrataSet set)
    {
        as_written = (ulong)set.Bits;
        as_written_from_64 = (ulong)(set.Bits >> bits_in_half);
    }

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool corrected(Erratum erratum) =>
        ((int)erratum < bits_in_half ? as_written & 1ul << (int)erratum : as_written_from_64 & 1ul << (int)erratum - bits_in_half) == 0;
}
