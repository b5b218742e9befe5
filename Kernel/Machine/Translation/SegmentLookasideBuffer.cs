// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine.Translation;

// Unsafe: the entries are a block of their owner's that lives as long as the buffer is used; every index is below the count.
/// <summary>The SLB: the segments of the effective address space (Power ISA 2.06 Book III-S, 5.7.6 and 5.9.3.1).</summary>
internal unsafe struct SegmentLookasideBuffer(SlbEntry* entries, int count)
{
    private const ulong IndexField = 0xfff;

    private readonly SlbEntry* _entries = entries;
    private readonly int _count = count;

    /// <summary>slbmte. An index that the processor does not have is ignored.</summary>
    [RealMode]
    internal readonly void Insert(ulong rb, ulong rs)
    {
        ulong index = rb & IndexField;
        if (index >= (ulong)_count)
            return;
        _entries[index].Esid = rb & ~IndexField;
        _entries[index].Vsid = rs;
    }

    /// <summary>slbie: drops the entries that cover an address.</summary>
    [RealMode]
    internal readonly void Invalidate(ulong rb)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].Covers(rb))
                _entries[i].Esid &= ~SlbEntry.Valid;
        }
    }

    /// <summary>slbia: drops all entries but the first.</summary>
    [RealMode]
    internal readonly void InvalidateAllButFirst()
    {
        for (int i = 1; i < _count; i++)
            _entries[i].Esid &= ~SlbEntry.Valid;
    }

    /// <summary>Drops all entries.</summary>
    [RealMode]
    internal readonly void Clear()
    {
        for (int i = 0; i < _count; i++)
            _entries[i] = default;
    }

    /// <summary>slbmfee: ESID and V.</summary>
    [RealMode]
    internal readonly ulong ReadEsid(int index) => _entries[index].Esid;

    /// <summary>slbmfev: B, VSID and the rest.</summary>
    [RealMode]
    internal readonly ulong ReadVsid(int index) => _entries[index].Vsid;

    /// <summary>Finds the segment of an address.</summary>
    [RealMode]
    internal readonly bool TryFind(ulong address, out Segment segment)
    {
        for (int i = 0; i < _count; i++)
        {
            if (!_entries[i].Covers(address))
                continue;
            segment = _entries[i].ToSegment();
            return true;
        }
        segment = default;
        return false;
    }
}
