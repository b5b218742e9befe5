// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;
using Kernel;
using Kernel.Errata;

namespace Linux.include.port;

/// <summary>Which of the original's numbered defects are corrected in this run. No C header corresponds.</summary>
internal static class errata_h
{
    /// <summary>One bit per erratum, set where the original's behaviour is wanted. Set once, at boot.</summary>
    private static ulong as_written;

    internal static void select(ErrataSet set) => as_written = set.Bits;

    [RealMode, MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool corrected(Erratum erratum) => (as_written & 1ul << (int)erratum) == 0;
}
