// SPDX-License-Identifier: GPL-2.0-only
using static Kernel.Recordings.Formats.Compact.Columns;
using static Kernel.Recordings.Formats.Compact.ChunkFormat;

namespace Kernel.Recordings.Formats.Compact;

/// <summary>Turns records into the columns of a chunk. <see cref="RecordDecoder"/> is its mirror, member by member.</summary>
internal sealed class RecordEncoder
{
    private const ulong SlotMask = (1UL << 56) - 1;

    private readonly ColumnWriter[] _columns = new ColumnWriter[Count];
    private readonly PredictionState _state;

    public RecordEncoder(int order)
    {
        _state = new PredictionState(order);
        for (int i = 0; i < Count; i++)
            _columns[i] = new ColumnWriter();
    }

    /// <summary>How many records the columns hold.</summary>
    public int RecordCount => this[Column.Kinds].Length;

    /// <summary>How many bytes the columns hold.</summary>
    public int Length
    {
        get
        {
            int length = 0;
            foreach (ColumnWriter column in _columns)
                length += column.Length;
            return length;
        }
    }

    private ColumnWriter this[Column column] => _columns[(int)column];

    public void Add(TraceRecord record)
    {
        RecordKind kind = record.Kind;
        int bits = 0;
        if (record.Vcpu != _state.PredictVcpu(kind))
        {
            bits |= OtherVcpu;
            this[Column.Vcpus].Varint((ulong)(record.Vcpu + 1));
        }
        if (kind.HasFlags() && record.Arguments[0] != _state.PredictFlags(kind))
        {
            bits |= OtherFlags;
            this[Column.Flags].Varint(record.Arguments[0]);
        }
        bits |= kind switch
        {
            RecordKind.Enter => Enter(record),
            RecordKind.Remove => Remove(record),
            RecordKind.Protect => Slot(record.Arguments[1]) | Avpn(record.Arguments[2], record.Arguments[1]) | Result(record),
            RecordKind.Read => Read(record),
            RecordKind.BulkRemove => BulkRemove(record),
            RecordKind.StoreChanged or RecordKind.StoreReferenced => Store(record),
            RecordKind.RegisterVpa => Words(record.Arguments[1..]) | Result(record),
            RecordKind.Cede => Result(record),
            RecordKind.Prod => Words(record.Arguments) | Result(record),
            _ => Words(record.Arguments),
        };
        if (kind.HasFingerprint())
            this[Column.Fingerprints].Fixed(record.Outputs[0]);
        this[Column.Kinds].Byte(((int)kind << 4) | bits);
        _state.Learn(record);
    }

    /// <summary>Writes the chunk's content: the number of its first record, the lengths of the columns, the columns.</summary>
    public void TakeInto(ColumnWriter content, long firstRecord)
    {
        content.Varint((ulong)firstRecord);
        foreach (ColumnWriter column in _columns)
            content.Varint((ulong)column.Length);
        foreach (ColumnWriter column in _columns)
        {
            content.Bytes(column.Written);
            column.Clear();
        }
    }

    private int Enter(TraceRecord record)
    {
        ulong first = record.Arguments[2];
        ulong second = record.Arguments[3];
        Slot(record.Arguments[1]);
        int bits = 0;
        if (first != _state.LastFirst)
        {
            bits = OtherOperand;
            this[Column.FirstHigh].Varint(ZigZag((ulong)((long)((first >> 7) - (_state.LastFirst >> 7)) << 7 >> 7)));
            this[Column.FirstLow].Byte((int)(first & 0x7f));
        }
        this[Column.SecondHigh].Varint(ZigZag((ulong)((long)((second >> 12) - (_state.LastSecond >> 12)) << 12 >> 12)));
        this[Column.SecondLow].Varint(second & 0xfff);
        if (record.Result != 0)
            return bits | Result(record);
        this[Column.Picks].Varint(ZigZag(record.Outputs[0] - record.Arguments[1]));
        return bits;
    }

    private int Remove(TraceRecord record)
    {
        ulong slot = record.Arguments[1];
        int bits = Slot(slot) | Avpn(record.Arguments[2], slot);
        if (record.Result != 0)
            return bits | Result(record);
        ulong first = record.Outputs[0] ^ _state.First(slot);
        ulong second = record.Outputs[1] ^ _state.Second(slot);
        if ((first | second) == 0)
            return bits;
        this[Column.Results].Varint(0);
        Words([first, second]);
        return bits | OtherAnswer;
    }

    private int Read(TraceRecord record)
    {
        this[Column.Results].Varint(ZigZag((ulong)record.Result));
        return Slot(record.Arguments[1]) | Words(record.Outputs);
    }

    private int BulkRemove(TraceRecord record)
    {
        int requests = record.RequestCount;
        this[Column.Shapes].Byte(record.ArgumentCount | (record.OutputCount << 4));
        int bits = 0;
        for (int i = 0; i < requests; i++)
        {
            if (record.Arguments[(2 * i) + 1] != _state.PredictAvpn(record.Arguments[2 * i] & SlotMask))
                bits |= OtherOperand;
        }
        for (int i = 0; i < requests; i++)
        {
            ulong slot = record.Arguments[2 * i] & SlotMask;
            this[Column.Requests].Byte((int)(record.Arguments[2 * i] >> 56));
            Slot(slot);
            if (bits != 0)
                this[Column.Avpns].Varint(ZigZag(record.Arguments[(2 * i) + 1] - _state.PredictAvpn(slot)));
        }
        if (record.ArgumentCount % 2 != 0)
        {
            ulong ending = record.Arguments[record.ArgumentCount - 1];
            this[Column.Requests].Byte((int)(ending >> 56));
            Words([ending & SlotMask]);
        }

        bool isPredicted = record.Result == 0;
        for (int i = 0; i < record.OutputCount; i++)
        {
            this[Column.Answers].Byte((int)(record.Outputs[i] >> 56));
            isPredicted &= ((record.Outputs[i] ^ record.Arguments[2 * i]) & SlotMask) == 0;
        }
        if (isPredicted)
            return bits;
        this[Column.Results].Varint(ZigZag((ulong)record.Result));
        for (int i = 0; i < record.OutputCount; i++)
            Words([record.Outputs[i] & SlotMask]);
        return bits | OtherAnswer;
    }

    private int Store(TraceRecord record)
    {
        ulong slot = record.Arguments[0];
        return Slot(slot) | Words([record.Arguments[1] ^ _state.PredictByte(record.Kind, slot)]);
    }

    private int Slot(ulong slot)
    {
        this[Column.Slots].Varint(ZigZag(slot - _state.LastSlot));
        _state.LastSlot = slot;
        return 0;
    }

    private int Avpn(ulong avpn, ulong slot)
    {
        ulong predicted = _state.PredictAvpn(slot);
        if (avpn == predicted)
            return 0;
        this[Column.Avpns].Varint(ZigZag(avpn - predicted));
        return OtherOperand;
    }

    private int Result(TraceRecord record)
    {
        if (record.Result == 0)
            return 0;
        this[Column.Results].Varint(ZigZag((ulong)record.Result));
        return OtherAnswer;
    }

    private int Words(ReadOnlySpan<ulong> words)
    {
        foreach (ulong word in words)
            this[Column.Words].Varint(word);
        return 0;
    }
}
