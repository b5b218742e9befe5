// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Machine.Translation;

/// <summary>Whether a page may be accessed (Power ISA 2.06 Book III-S, 5.7.9).</summary>
internal static class Protection
{
    private const ulong ProblemState = 1ul << 14;
    private const ulong DataRelocation = 1ul << 4;
    private const int ReadOnlyForAll = 3;
    private const int ReadOnlyForKey0 = 6;

    /// <summary>The bits of DSISR or SRR1 that say why an access is refused; 0 if it is allowed.</summary>
    /// <param name="registers">MSR, AMR and the kind of processor.</param>
    /// <param name="segment">Ks, Kp and N.</param>
    /// <param name="r">The entry's second doubleword: PP, N, G and the storage key.</param>
    /// <param name="kind">The access.</param>
    [RealMode]
    internal static ulong Check(in TranslationRegisters registers, in Segment segment, ulong r, AccessKind kind)
    {
        if (kind == AccessKind.Fetch && (segment.IsNoExecute || HptEntry.ForbidsFetch(r)))
            return StorageInterrupt.NoExecute;
        bool key = (registers.Msr & ProblemState) != 0 ? segment.KeyInProblemState : segment.KeyInSupervisorState;
        ulong reason = 0;
        if (!IsAllowed(key, HptEntry.ProtectionOf(r), kind))
            reason |= StorageInterrupt.Protection;
        bool hasKeys = registers.IsArch206 && kind != AccessKind.Fetch && (registers.Msr & DataRelocation) != 0;
        if (hasKeys && IsForbiddenByKey(registers.Amr, HptEntry.KeyOf(r), kind))
            reason |= StorageInterrupt.Key;
        return reason;
    }

    // Table 28: PP and the key, which is Ks in supervisor state and Kp in problem state.
    [RealMode]
    private static bool IsAllowed(bool key, int pp, AccessKind kind)
    {
        bool isWrite = kind == AccessKind.Store;
        return pp switch
        {
            0 => !key,
            1 => !key || !isWrite,
            2 => true,
            ReadOnlyForAll => !isWrite,
            ReadOnlyForKey0 => !key && !isWrite,
            _ => false,
        };
    }

    // Bits 2n and 2n + 1 of the AMR, counted from the left, forbid stores and loads of pages with key n. Keys hold for data of relocated
    // accesses only: not for fetches, and not in the VRMA.
    [RealMode]
    private static bool IsForbiddenByKey(ulong amr, int key, AccessKind kind)
    {
        ulong bits = amr >> (62 - 2 * key);
        return (bits & (kind == AccessKind.Store ? 2ul : 1ul)) != 0;
    }
}
