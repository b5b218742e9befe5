// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.PageTables;

namespace Kernel.Cli.Output;

/// <summary>Counts the entries of a dump as they go by, by rising index.</summary>
/// <param name="format">How the entries are laid out.</param>
/// <param name="order">log2 of the table's bytes.</param>
internal sealed class HptCounter(IHptFormat format, int order)
{
    private readonly Dictionary<string, int> _pageSizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _segmentSizes = new(StringComparer.Ordinal);
    private readonly int[] _groupFill = new int[HptGeometry.GroupSize + 1];
    private int _entries;
    private int _valid;
    private int _bolted;
    private int _secondary;
    private int _misplaced;
    private int _group = -1;
    private int _validInGroup;

    /// <summary>How the entries are laid out.</summary>
    public IHptFormat Format { get; } = format;

    /// <summary>log2 of the table's bytes.</summary>
    public int Order { get; } = order;

    /// <summary>Counts an entry.</summary>
    public void Add(IndexedHptEntry dumped)
    {
        HptEntry entry = dumped.Entry;
        _entries++;
        if (!entry.IsValid)
            return;
        HptTranslation translation = Format.Decode(entry);
        _valid++;
        _bolted += entry.IsBolted ? 1 : 0;
        _secondary += entry.IsSecondary ? 1 : 0;
        _misplaced += translation.TryGetSegmentOffset((ulong)dumped.Group, entry.IsSecondary, Order, out _) ? 0 : 1;
        CollectionsMarshal.GetValueRefOrAddDefault(_pageSizes, HptText.PageSize(entry, translation), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_segmentSizes, HptText.SegmentSize(translation), out _)++;
        if (dumped.Group != _group)
            EndGroup();
        _group = dumped.Group;
        _validInGroup++;
    }

    /// <summary>The counts, once every entry was added.</summary>
    public HptSummary Summary()
    {
        EndGroup();
        int[] fill = [.. _groupFill];
        fill[0] = (int)HptGeometry.GroupCount(Order) - fill.Sum();
        return new HptSummary
        {
            Order = Order,
            Entries = _entries,
            Valid = _valid,
            Bolted = _bolted,
            Secondary = _secondary,
            PageSizes = _pageSizes.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            SegmentSizes = _segmentSizes.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            GroupFill = fill,
            Misplaced = _misplaced,
        };
    }

    private void EndGroup()
    {
        if (_validInGroup != 0)
            _groupFill[_validInGroup]++;
        _validInGroup = 0;
    }
}
