// SPDX-License-Identifier: GPL-2.0-only
using static Kernel.Recordings.Formats.Compact.Columns;
using static Kernel.Recordings.Formats.Compact.ChunkFormat;

namespace Kernel.Recordings.Formats.Compact;

/// <summary>Turns the columns of a chunk back into records. <see cref="RecordEncoder"/> is the inverse, member by member.</summary>
internal sealed class RecordDecoder(int order)
{
    private const ulong SlotMask = (1UL << 56) - 1;

    private readonly PredictionState _state = new(order);
    private readonly ColumnReader _columns = new();

    /// <summary>How many records of the chunk are still to come.</summary>
    public int Remaining => _columns.Remaining(Column.Kinds);

    /// <summary>Begins a chunk.</summary>
    /// <param name="content">Its content, which must stay unchanged until the last record was read.</param>
    /// <param name="firstRecord">The number of its first record.</param>
    /// <exception cref="DamagedChunkException">The content is not a chunk of records.</exception>
    public void Begin(ReadOnlyMemory<byte> content, long firstRecord) => _columns.Begin(content, firstRecord);

    /// <summary>Makes sure that the records used up all columns.</summary>
    public void End() => _columns.End();

    /// <summary>Reads the next record. Its shape is right; <see cref="RecordRules"/> checks its values.</summary>
    public void Next(TraceRecord record)
    {
        int head = _columns.Byte(Column.Kinds);
        if (head >> 4 >= RecordKinds.Count)
            throw new DamagedChunkException($"kind {head >> 4}", $"less than {RecordKinds.Count}");
        RecordKind kind = (RecordKind)(head >> 4);
        int bits = head & 0xf;
        if ((bits & ~AllowedBits(kind)) != 0)
            throw new DamagedChunkException($"bits {bits:x} for '{kind.Letter()}'", $"no others than {AllowedBits(kind):x}");

        record.Clear(kind);
        record.HasResult = RecordRules.HasResult(kind);
        record.ArgumentCount = Math.Max(RecordRules.ArgumentCount(kind), 0);
        record.Vcpu = _state.PredictVcpu(kind);
        if ((bits & OtherVcpu) != 0)
            record.Vcpu = (int)Limited(Column.Vcpus, TraceRecord.MaxVcpu + 1) - 1;
        if (kind.HasFlags())
            record.Arguments[0] = (bits & OtherFlags) != 0 ? _columns.Varint(Column.Flags) : _state.PredictFlags(kind);
        switch (kind)
        {
            case RecordKind.Enter:
                Enter(record, bits);
                break;
            case RecordKind.Remove:
                Remove(record, bits);
                break;
            case RecordKind.Protect:
                record.Arguments[1] = Slot();
                record.Arguments[2] = Avpn(record.Arguments[1], bits);
                Result(record, bits);
                break;
            case RecordKind.Read:
                record.Result = (long)UnZigZag(_columns.Varint(Column.Results));
                record.Arguments[1] = Slot();
                record.OutputCount = RecordRules.OutputCount(record);
                Words(record.Outputs);
                break;
            case RecordKind.BulkRemove:
                BulkRemove(record, bits);
                break;
            case RecordKind.StoreChanged or RecordKind.StoreReferenced:
                record.Arguments[0] = Slot();
                record.Arguments[1] = _columns.Varint(Column.Words) ^ _state.PredictByte(kind, record.Arguments[0]);
                break;
            default:
                Words(kind == RecordKind.RegisterVpa ? record.Arguments[1..] : record.Arguments);
                Result(record, bits);
                break;
        }
        if (kind.HasFingerprint())
        {
            record.OutputCount = 1;
            record.Outputs[0] = _columns.Fixed(Column.Fingerprints);
        }
        _state.Learn(record);
    }

    private void Enter(TraceRecord record, int bits)
    {
        record.Arguments[1] = Slot();
        record.Arguments[2] = _state.LastFirst;
        if ((bits & OtherOperand) != 0)
        {
            ulong high = (_state.LastFirst >> 7) + UnZigZag(_columns.Varint(Column.FirstHigh));
            record.Arguments[2] = (high << 7) | Limited(Column.FirstLow, 0x7f);
        }
        ulong secondHigh = (_state.LastSecond >> 12) + UnZigZag(_columns.Varint(Column.SecondHigh));
        record.Arguments[3] = (secondHigh << 12) | Limited(Column.SecondLow, 0xfff);
        Result(record, bits);
        record.OutputCount = RecordRules.OutputCount(record);
        if (record.OutputCount != 0)
            record.Outputs[0] = record.Arguments[1] + UnZigZag(_columns.Varint(Column.Picks));
    }

    private void Remove(TraceRecord record, int bits)
    {
        ulong slot = Slot();
        record.Arguments[1] = slot;
        record.Arguments[2] = Avpn(slot, bits);
        Result(record, bits);
        record.OutputCount = RecordRules.OutputCount(record);
        if (record.OutputCount == 0)
            return;
        bool isPredicted = (bits & OtherAnswer) == 0;
        record.Outputs[0] = _state.First(slot) ^ (isPredicted ? 0 : _columns.Varint(Column.Words));
        record.Outputs[1] = _state.Second(slot) ^ (isPredicted ? 0 : _columns.Varint(Column.Words));
    }

    private void BulkRemove(TraceRecord record, int bits)
    {
        int shape = _columns.Byte(Column.Shapes);
        if ((shape & 0xf) > TraceRecord.MaxWords || shape >> 4 > (shape & 0xf) / 2)
            throw new DamagedChunkException($"shape {shape:x}", "at most 8 arguments, and an output for each pair");
        record.ArgumentCount = shape & 0xf;
        record.OutputCount = shape >> 4;
        for (int i = 0; i < record.RequestCount; i++)
        {
            ulong head = (ulong)_columns.Byte(Column.Requests) << 56;
            ulong slot = Slot() & SlotMask;
            record.Arguments[2 * i] = head | slot;
            record.Arguments[(2 * i) + 1] = Avpn(slot, bits);
        }
        if (record.ArgumentCount % 2 != 0)
            record.Arguments[record.ArgumentCount - 1] = ((ulong)_columns.Byte(Column.Requests) << 56) | Limited(Column.Words, SlotMask);

        for (int i = 0; i < record.OutputCount; i++)
            record.Outputs[i] = ((ulong)_columns.Byte(Column.Answers) << 56) | (record.Arguments[2 * i] & SlotMask);
        Result(record, bits);
        if ((bits & OtherAnswer) == 0)
            return;
        for (int i = 0; i < record.OutputCount; i++)
            record.Outputs[i] = (record.Outputs[i] & ~SlotMask) | Limited(Column.Words, SlotMask);
    }

    private ulong Slot() => _state.LastSlot += UnZigZag(_columns.Varint(Column.Slots));

    private ulong Avpn(ulong slot, int bits)
    {
        ulong predicted = _state.PredictAvpn(slot);
        return (bits & OtherOperand) == 0 ? predicted : predicted + UnZigZag(_columns.Varint(Column.Avpns));
    }

    private void Result(TraceRecord record, int bits)
    {
        if ((bits & OtherAnswer) != 0)
            record.Result = (long)UnZigZag(_columns.Varint(Column.Results));
    }

    private void Words(Span<ulong> words)
    {
        foreach (ref ulong word in words)
            word = _columns.Varint(Column.Words);
    }

    private ulong Limited(Column column, ulong max)
    {
        ulong value = _columns.Varint(column);
        return value <= max ? value : throw new DamagedChunkException($"{value:x} in column {(int)column}", $"at most {max:x}");
    }
}
