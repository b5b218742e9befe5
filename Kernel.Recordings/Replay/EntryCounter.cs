// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings.Replay;

/// <summary>Counts entries by what they are.</summary>
internal sealed class EntryCounter(IHptFormat format)
{
    private long _size4K;
    private long _size64K;
    private long _size16M;
    private long _segment1T;
    private long _bolted;
    private long _secondary;

    /// <summary>The counts so far.</summary>
    public EntryCounts Result => new(_size4K, _size64K, _size16M, _segment1T, _bolted, _secondary);

    /// <summary>Counts an entry.</summary>
    public void Add(HptEntry entry)
    {
        HptTranslation translation = format.Decode(entry);
        HptPageSize size = translation.PageSize;
        _size4K += size == HptPageSize.Size4K ? 1 : 0;
        _size64K += size == HptPageSize.Size64K ? 1 : 0;
        _size16M += size == HptPageSize.Size16M ? 1 : 0;
        _segment1T += translation.SegmentSize == HptSegmentSize.Size1T ? 1 : 0;
        _bolted += entry.IsBolted ? 1 : 0;
        _secondary += entry.IsSecondary ? 1 : 0;
    }
}
