// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;
using Kernel.PageTables;

namespace Kernel.Recordings.Replay;

/// <summary>
/// Where the port has the entries that the recorded table has. As long as the port refuses none, both are in the same slots. A refused
/// entry leaves a slot of its group free in the port that is taken in the recording; later entries of the group may then take different
/// slots.
/// </summary>
internal sealed class SlotMap
{
    /// <summary>The recorded slot holds no entry.</summary>
    public const int Empty = -1;

    /// <summary>The recorded slot holds an entry that the port refused.</summary>
    public const int Refused = -2;

    /// <summary>The recorded slot holds an entry that the port lacks because of a mismatch.</summary>
    public const int Lost = -3;

    private const int GroupFull = 0xff;

    private readonly int[] _slots;
    private readonly byte[] _taken;
    private readonly GroupDivergence[] _divergences;
    private int _lostCount;

    public SlotMap(int entryCount)
    {
        _slots = new int[entryCount];
        _slots.AsSpan().Fill(Empty);
        _taken = new byte[entryCount / HptGeometry.GroupSize];
        _divergences = new GroupDivergence[_taken.Length];
        Fill = new int[HptGeometry.GroupSize + 1];
        Fill[0] = _taken.Length;
    }

    /// <summary>
    /// Where the port has the entry of a recorded slot; <see cref="Empty"/>, <see cref="Refused"/> or <see cref="Lost"/>.
    /// </summary>
    public int this[int recorded] => _slots[recorded];

    /// <summary>Entries that the port has.</summary>
    public int Count { get; private set; }

    /// <summary>How many groups have 0, 1, ... 8 entries in the port.</summary>
    public int[] Fill { get; }

    /// <summary>Entries of the recorded table that the port refused.</summary>
    public int RefusedCount { get; private set; }

    /// <summary>Entries that the port has in another slot.</summary>
    public int MovedCount { get; private set; }

    /// <summary>Whether both tables have the same slots taken.</summary>
    public bool IsIdentity => (RefusedCount | MovedCount | _lostCount) == 0;

    /// <summary>The first slot that is free in the port, in the group of <paramref name="slot"/>; -1 when there is none.</summary>
    public int FirstFree(int slot)
    {
        int group = slot / HptGeometry.GroupSize;
        return _taken[group] == GroupFull ? -1 : (group * HptGeometry.GroupSize) + BitOperations.TrailingZeroCount(~(uint)_taken[group]);
    }

    /// <summary>
    /// The slot to name in a call on a recorded slot. Where the port does not have its entry, that is a slot that is free in the port: the
    /// same one, or, if another entry is there, the first free one of the group. There is one, since the recording has more entries there.
    /// </summary>
    public int Translate(int recorded)
    {
        int slot = _slots[recorded];
        if (slot >= 0)
            return slot;
        return IsTaken(recorded) ? FirstFree(recorded) : recorded;
    }

    /// <summary>Whether the port has an entry in its own slot <paramref name="slot"/>.</summary>
    public bool IsTaken(int slot) => (_taken[slot / HptGeometry.GroupSize] >> (slot % HptGeometry.GroupSize) & 1) != 0;

    /// <summary>Why the group of <paramref name="slot"/> may have other slots taken in the port than in the recording.</summary>
    public GroupDivergence DivergenceOf(int slot) => _divergences[slot / HptGeometry.GroupSize];

    /// <summary>Whether the group of <paramref name="slot"/> has other slots taken in the port than in the recording.</summary>
    public bool GroupDiffers(int slot)
    {
        int group = slot / HptGeometry.GroupSize;
        int recorded = 0;
        for (int i = 0; i < HptGeometry.GroupSize; i++)
            recorded |= _slots[(group * HptGeometry.GroupSize) + i] != Empty ? 1 << i : 0;
        return recorded != _taken[group];
    }

    /// <summary>The recorded slot whose entry the port has in <paramref name="slot"/>; -1 when it has none there.</summary>
    public int RecordedSlotOf(int slot)
    {
        int first = slot / HptGeometry.GroupSize * HptGeometry.GroupSize;
        int place = _slots.AsSpan(first, HptGeometry.GroupSize).IndexOf(slot);
        return place < 0 ? -1 : first + place;
    }

    /// <summary>Notes that the port took an entry.</summary>
    public void Enter(int recorded, int slot)
    {
        Leave(recorded);
        _slots[recorded] = slot;
        MovedCount += slot != recorded ? 1 : 0;
        SetTaken(slot, true);
    }

    /// <summary>
    /// Notes that the port took an entry, and that it should not have been in this slot: both groups then differ because of a mismatch.
    /// </summary>
    public void EnterWrongly(int recorded, int slot)
    {
        Enter(recorded, slot);
        _divergences[recorded / HptGeometry.GroupSize] |= GroupDivergence.Mismatch;
        _divergences[slot / HptGeometry.GroupSize] |= GroupDivergence.Mismatch;
    }

    /// <summary>Notes that the port rightly refused an entry.</summary>
    public void Refuse(int recorded)
    {
        Leave(recorded);
        _slots[recorded] = Refused;
        _divergences[recorded / HptGeometry.GroupSize] |= GroupDivergence.Refusal;
        RefusedCount++;
    }

    /// <summary>Notes that the port lacks an entry, and that it should not.</summary>
    public void Lose(int recorded)
    {
        Leave(recorded);
        _slots[recorded] = Lost;
        _divergences[recorded / HptGeometry.GroupSize] |= GroupDivergence.Mismatch;
        _lostCount++;
    }

    /// <summary>Notes that an entry is gone.</summary>
    public void Leave(int recorded)
    {
        int slot = _slots[recorded];
        _slots[recorded] = Empty;
        RefusedCount -= slot == Refused ? 1 : 0;
        _lostCount -= slot == Lost ? 1 : 0;
        if (slot >= 0)
        {
            MovedCount -= slot != recorded ? 1 : 0;
            SetTaken(slot, false);
            Reconcile(slot);
        }
        Reconcile(recorded);
    }

    /// <summary>Clears the reason for a group's divergence once both tables have the same slots taken there.</summary>
    private void Reconcile(int slot)
    {
        ref GroupDivergence divergence = ref _divergences[slot / HptGeometry.GroupSize];
        if (divergence == GroupDivergence.None)
            return;
        int first = slot / HptGeometry.GroupSize * HptGeometry.GroupSize;
        for (int i = first; i < first + HptGeometry.GroupSize; i++)
        {
            if (_slots[i] != (IsTaken(i) ? i : Empty))
                return;
        }
        divergence = GroupDivergence.None;
    }

    private void SetTaken(int slot, bool isTaken)
    {
        ref byte taken = ref _taken[slot / HptGeometry.GroupSize];
        int bit = 1 << (slot % HptGeometry.GroupSize);
        if ((taken & bit) != 0 == isTaken)
            return;
        Fill[BitOperations.PopCount(taken)]--;
        taken ^= (byte)bit;
        Fill[BitOperations.PopCount(taken)]++;
        Count += isTaken ? 1 : -1;
    }
}
