// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings.Formats.Compact;

/// <summary>
/// What writer and reader of the compact form both know at each record, and predict the next one from. It lives as long as the file, not
/// the chunk. Memory: 16 bytes a slot of the table, at most 16 MiB.
/// </summary>
internal sealed class PredictionState
{
    private const int MaxRemembered = 1 << 20;
    private const ulong ProtectBits = (1UL << 63) | (3UL << 60) | 0xe07;

    private readonly ulong[] _remembered;
    private readonly ulong[] _flags = new ulong[RecordKinds.Count];

    public PredictionState(int order)
    {
        int slots = (int)Math.Min(HptGeometry.EntryCount(order), MaxRemembered);
        _remembered = new ulong[2 * slots];
    }

    /// <summary>The virtual processor that the last record named.</summary>
    public int LastVcpu { get; private set; }

    /// <summary>The slot that was named last.</summary>
    public ulong LastSlot { get; set; }

    /// <summary>The first doubleword of the last H_ENTER, as the guest gave it.</summary>
    public ulong LastFirst { get; private set; }

    /// <summary>The second doubleword of the last H_ENTER.</summary>
    public ulong LastSecond { get; private set; }

    /// <summary>The virtual processor expected for the next record of <paramref name="kind"/>.</summary>
    public int PredictVcpu(RecordKind kind) => kind is RecordKind.Allocate or RecordKind.End ? TraceRecord.NoVcpu : LastVcpu;

    /// <summary>The flags of the last record of <paramref name="kind"/>.</summary>
    public ulong PredictFlags(RecordKind kind) => _flags[(int)kind];

    /// <summary>The AVPN that names the entry last known in <paramref name="slot"/>.</summary>
    public ulong PredictAvpn(ulong slot) => First(slot) & ~0x7fUL;

    /// <summary>The first doubleword last known in <paramref name="slot"/>.</summary>
    public ulong First(ulong slot) => _remembered[Place(slot)];

    /// <summary>The second doubleword last known in <paramref name="slot"/>.</summary>
    public ulong Second(ulong slot) => _remembered[Place(slot) + 1];

    /// <summary>The byte that a store of R or C is expected to leave.</summary>
    public ulong PredictByte(RecordKind kind, ulong slot) => (Second(slot) >> (kind == RecordKind.StoreReferenced ? 8 : 0)) & 0xff;

    /// <summary>Learns from a record that both sides now know.</summary>
    public void Learn(TraceRecord record)
    {
        RecordKind kind = record.Kind;
        if (record.Vcpu != TraceRecord.NoVcpu)
            LastVcpu = record.Vcpu;
        if (kind.HasFlags())
            _flags[(int)kind] = record.Arguments[0];
        switch (kind)
        {
            case RecordKind.Enter:
                LastFirst = record.Arguments[2];
                LastSecond = record.Arguments[3];
                if (record.Result == 0)
                {
                    int place = Place(record.Outputs[0]);
                    _remembered[place] = LastFirst & ~0x60UL;
                    _remembered[place + 1] = LastSecond;
                }
                break;
            case RecordKind.Protect when record.Result == 0:
                ref ulong second = ref _remembered[Place(record.Arguments[1]) + 1];
                ulong flags = record.Arguments[0];
                second = (second & ~ProtectBits) | ((flags << 55) & (1UL << 63)) | ((flags << 48) & (3UL << 60)) | (flags & 0xe07);
                break;
            case RecordKind.StoreChanged:
                ref ulong changed = ref _remembered[Place(record.Arguments[0]) + 1];
                changed = (changed & ~0xffUL) | record.Arguments[1];
                break;
            case RecordKind.StoreReferenced:
                ref ulong referenced = ref _remembered[Place(record.Arguments[0]) + 1];
                referenced = (referenced & ~0xff00UL) | (record.Arguments[1] << 8);
                break;
            default:
                break;
        }
    }

    private int Place(ulong slot) => 2 * (int)(slot & (ulong)((_remembered.Length / 2) - 1));
}
