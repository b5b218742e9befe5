// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.PageTables;

/// <summary>A hashed page table held as plain words, for comparing and for files.</summary>
public sealed class HptImage
{
    private readonly ulong[] _words;

    /// <summary>Makes an empty table.</summary>
    /// <param name="order">The order, <see cref="HptGeometry.MinOrder"/> to <see cref="HptGeometry.MaxOrder"/>.</param>
    public HptImage(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, HptGeometry.MinOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, HptGeometry.MaxOrder);
        Order = order;
        _words = new ulong[2UL * HptGeometry.EntryCount(order)];
    }

    /// <summary>Log2 of the table's bytes.</summary>
    public int Order { get; }

    /// <summary>How many entries the table has.</summary>
    public int EntryCount => _words.Length / 2;

    /// <summary>The words: first and second doubleword of entry 0, of entry 1, and so on.</summary>
    public Span<ulong> Words => _words;

    /// <summary>One entry.</summary>
    public HptEntry this[int index]
    {
        get => new(_words[2 * index], _words[(2 * index) + 1]);
        set => (_words[2 * index], _words[(2 * index) + 1]) = (value.First, value.Second);
    }

    /// <summary>The fingerprint of the whole table.</summary>
    public ulong ComputeFingerprint() => HptFingerprint.Compute(_words);
}
