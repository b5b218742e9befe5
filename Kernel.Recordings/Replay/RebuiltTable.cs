// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings.Replay;

/// <summary>The recorded machine's table, rebuilt from what the records say was asked and answered.</summary>
internal sealed class RebuiltTable(int order)
{
    private const ulong SoftwareBits = 0x60;
    private const ulong ProtectBits = (1UL << 63) | (3UL << 60) | 0xe07;

    /// <summary>The table.</summary>
    public HptImage Image { get; } = new(order);

    public void Enter(int slot, ulong first, ulong second) => Image[slot] = new HptEntry(first & ~SoftwareBits, second);

    public void Remove(int slot) => Image[slot] = default;

    public void Protect(int slot, ulong flags)
    {
        HptEntry entry = Image[slot];
        ulong bits = ((flags << 55) & (1UL << 63)) | ((flags << 48) & (3UL << 60)) | (flags & 0xe07);
        Image[slot] = entry with { Second = (entry.Second & ~ProtectBits) | bits };
    }

    /// <summary>Sets a byte of the second doubleword: the lowest, or the one above it.</summary>
    public void Store(int slot, ulong value, bool isReferenced)
    {
        HptEntry entry = Image[slot];
        int shift = isReferenced ? 8 : 0;
        Image[slot] = entry with { Second = (entry.Second & ~(0xffUL << shift)) | (value << shift) };
    }
}
