// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>
/// The fingerprint of a hashed page table: FNV-1a over its 64-bit words in order (first and second doubleword of entry 0, of entry 1,
/// ...), one multiplication a word: h = (h xor word) * 0x100000001b3 mod 2^64, beginning with 0xcbf29ce484222325.
/// </summary>
public struct HptFingerprint
{
    private const ulong Basis = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;

    private ulong _hash;

    private HptFingerprint(ulong hash) => _hash = hash;

    /// <summary>The fingerprint of no words at all, to which words are then added.</summary>
    public static HptFingerprint Begin() => new(Basis);

    /// <summary>The fingerprint of the words added so far.</summary>
    public readonly ulong Value => _hash;

    /// <summary>The fingerprint of <paramref name="words"/>.</summary>
    public static ulong Compute(ReadOnlySpan<ulong> words)
    {
        HptFingerprint fingerprint = Begin();
        fingerprint.Add(words);
        return fingerprint.Value;
    }

    /// <summary>Adds one word.</summary>
    public void Add(ulong word) => _hash = (_hash ^ word) * Prime;

    /// <summary>Adds words in order.</summary>
    public void Add(ReadOnlySpan<ulong> words)
    {
        ulong hash = _hash;
        foreach (ulong word in words)
            hash = (hash ^ word) * Prime;
        _hash = hash;
    }
}
