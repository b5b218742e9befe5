// SPDX-License-Identifier: GPL-2.0-only
using static Kernel.Recordings.Formats.CompactColumns;
using static Kernel.Recordings.Formats.CompactFormat;

namespace Kernel.Recordings.Formats;

/// <summary>Turns records into the columns of a chunk. <see cref="CompactRecordDecoder"/> is its mirror, member by member.</summary>
internal sealed class CompactRecordEncoder
{
    private const ulong SlotMask = (1UL << 56) - 1;

    private readonly CompactColumnWriter[] _columns = new CompactColumnWriter[Count];
    private readonly CompactState _state;

    public CompactRecordEncoder(int order)
    {
        _state = new CompactState(order);
        for (int i = 0; i < Count; i++)
            _columns[i] = new CompactColumnWriter();
    }

    /// <summary>How many records the columns hold.</summary>
    public int RecordCount => this[CompactColumn.Kinds].Length;

    /// <summary>How many bytes the columns hold.</summary>
    public int Length
    {
        get
        {
            int length = 0;
            foreach (CompactColumnWriter column in _columns)
                length += column.Length;
            return length;
        }
    }

    private CompactColumnWriter this[CompactColumn column] => _columns[(int)column];

    public void Add(TraceRecord record)
    {
        RecordKind kind = record.Kind;
        int bits = 0;
        if (record.Vcpu != _state.PredictVcpu(kind))
        {
            bits |= OtherVcpu;
            this[CompactColumn.Vcpus].Varint((ulong)(record.Vcpu + 1));
        }
        if (kind.HasFlags() && record.Arguments[0] != _state.PredictFlags(kind))
        {
            bits |= OtherFlags;
            this[CompactColumn.Flags].Varint(record.Arguments[0]);
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
            this[CompactColumn.Fingerprints].Fixed(record.Outputs[0]);
        this[CompactColumn.Kinds].Byte(((int)kind << 4) | bits);
        _state.Learn(record);
    }

    /// <summary>Writes the chunk's content: the number of its first record, the lengths of the columns, the columns.</summary>
    public void TakeInto(CompactColumnWriter content, long firstRecord)
    {
        content.Varint((ulong)firstRecord);
        foreach (CompactColumnWriter column in _columns)
            content.Varint((ulong)column.Length);
        foreach (CompactColumnWriter column in _columns)
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
            this[CompactColumn.FirstHigh].Varint(ZigZag((ulong)((long)((first >> 7) - (_state.LastFirst >> 7)) << 7 >> 7)));
            this[CompactColumn.FirstLow].Byte((int)(first & 0x7f));
        }
        this[CompactColumn.SecondHigh].Varint(ZigZag((ulong)((long)((second >> 12) - (_state.LastSecond >> 12)) << 12 >> 12)));
        this[CompactColumn.SecondLow].Varint(second & 0xfff);
        if (record.Result != 0)
            return bits | Result(record);
        this[CompactColumn.Picks].Varint(ZigZag(record.Outputs[0] - record.Arguments[1]));
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
        this[CompactColumn.Results].Varint(0);
        Words([first, second]);
        return bits | OtherAnswer;
    }

    private int Read(TraceRecord record)
    {
        this[CompactColumn.Results].Varint(ZigZag((ulong)record.Result));
        return Slot(record.Arguments[1]) | Words(record.Outputs);
    }

    private int BulkRemove(TraceRecord record)
    {
        int requests = record.RequestCount;
        this[CompactColumn.Shapes].Byte(record.ArgumentCount | (record.OutputCount << 4));
        int bits = 0;
        for (int i = 0; i < requests; i++)
        {
            if (record.Arguments[(2 * i) + 1] != _state.PredictAvpn(record.Arguments[2 * i] & SlotMask))
                bits |= OtherOperand;
        }
        for (int i = 0; i < requests; i++)
        {
            ulong slot = record.Arguments[2 * i] & SlotMask;
            this[CompactColumn.Requests].Byte((int)(record.Arguments[2 * i] >> 56));
            Slot(slot);
            if (bits != 0)
                this[CompactColumn.Avpns].Varint(ZigZag(record.Arguments[(2 * i) + 1] - _state.PredictAvpn(slot)));
        }
        if (record.ArgumentCount % 2 != 0)
        {
            ulong ending = record.Arguments[record.ArgumentCount - 1];
            this[CompactColumn.Requests].Byte((int)(ending >> 56));
            Words([ending & SlotMask]);
        }

        bool isPredicted = record.Result == 0;
        for (int i = 0; i < record.OutputCount; i++)
        {
            this[CompactColumn.Answers].Byte((int)(record.Outputs[i] >> 56));
            isPredicted &= ((record.Outputs[i] ^ record.Arguments[2 * i]) & SlotMask) == 0;
        }
        if (isPredicted)
            return bits;
        this[CompactColumn.Results].Varint(ZigZag((ulong)record.Result));
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
        this[CompactColumn.Slots].Varint(ZigZag(slot - _state.LastSlot));
        _state.LastSlot = slot;
        return 0;
    }

    private int Avpn(ulong avpn, ulong slot)
    {
        ulong predicted = _state.PredictAvpn(slot);
        if (avpn == predicted)
            return 0;
        this[CompactColumn.Avpns].Varint(ZigZag(avpn - predicted));
        return OtherOperand;
    }

    private int Result(TraceRecord record)
    {
        if (record.Result == 0)
            return 0;
        this[CompactColumn.Results].Varint(ZigZag((ulong)record.Result));
        return OtherAnswer;
    }

    private int Words(ReadOnlySpan<ulong> words)
    {
        foreach (ulong word in words)
            this[CompactColumn.Words].Varint(word);
        return 0;
    }
}
