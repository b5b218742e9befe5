// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;
using static Kernel.Recordings.Replay.HypercallResults;

namespace Kernel.Recordings.Replay;

/// <summary>Plays H_BULK_REMOVE, whose requests are answered one by one.</summary>
internal readonly ref struct ReplayBulkRemove(ReplayMachine machine, ReplaySlotMap map, ReplayRecordedTable recorded, ReplayTally tally)
{
    private const int FirstArgument = 4;
    private const int MaxRequests = 4;
    private const ulong SlotMask = (1UL << 56) - 1;
    private const ulong EndOfRequests = 3UL << 62;
    private const int CodeMask = 0xf0;
    private const int Removed = 0x80;
    private const int Missing = 0x90;
    private const int FlagsMask = 0x03;

    public void Play(TraceRecord record)
    {
        VirtualCpu vcpu = machine.Vcpu(record.Vcpu);
        Span<ulong> registers = stackalloc ulong[TraceRecord.MaxWords];
        Span<int> states = stackalloc int[MaxRequests];
        Span<ulong> targets = stackalloc ulong[MaxRequests];
        registers.Clear();
        record.Arguments.CopyTo(registers);
        if (record.RequestCount < MaxRequests)
            registers[2 * record.RequestCount] |= EndOfRequests;
        for (int i = 0; i < record.RequestCount; i++)
        {
            ulong slot = record.Arguments[2 * i] & SlotMask;
            bool isInTable = slot < (ulong)machine.Table.EntryCount;
            states[i] = isInTable ? map[(int)slot] : ReplaySlotMap.Empty;
            targets[i] = isInTable ? (ulong)map.Translate((int)slot) & SlotMask : slot;
            registers[2 * i] = (registers[2 * i] & ~SlotMask) | targets[i];
        }

        for (int i = 0; i < registers.Length; i++)
            vcpu.Gpr[FirstArgument + i] = registers[i];
        HypercallOutcome outcome = machine.Call(vcpu, record.Kind);
        for (int i = 0; i < registers.Length; i++)
            registers[i] = vcpu.Gpr[FirstArgument + i];
        tally.Call(record.Kind, outcome);
        tally.Answers++;
        if ((long)outcome.Result != record.Result)
            tally.Mismatch(record, $"{Name((long)outcome.Result)}; recorded {Name(record.Result)}");
        for (int i = 0; i < record.OutputCount; i++)
            Compare(record, i, registers[2 * i], targets[i], states[i]);
    }

    private void Compare(TraceRecord record, int request, ulong answer, ulong target, int state)
    {
        int slot = (int)(record.Arguments[2 * request] & SlotMask);
        int head = (int)(record.Outputs[request] >> 56);
        bool isRecordedRemoved = (head & CodeMask) == Removed;
        bool isNotThere = state is ReplaySlotMap.Refused or ReplaySlotMap.Lost && isRecordedRemoved;
        int expected = isNotThere ? Missing | (head & FlagsMask) : head;
        int own = (int)(answer >> 56);

        bool isOtherSlot = (answer & SlotMask) != target || ((record.Outputs[request] ^ record.Arguments[2 * request]) & SlotMask) != 0;
        if (own != expected || isOtherSlot)
            tally.Mismatch(record, $"request {request + 1} answered {answer:x}; recorded {record.Outputs[request]:x}");
        else if (isNotThere && state == ReplaySlotMap.Refused)
            tally.Explain(ReplayReason.RefusedEntry, record);
        else if (isNotThere)
            tally.Follow();

        tally.Invalidations += (own & CodeMask) == Removed ? 1 : 0;
        if (isRecordedRemoved && (record.Arguments[2 * request] & SlotMask) < (ulong)machine.Table.EntryCount)
        {
            recorded.Remove(slot);
            map.Leave(slot);
        }
        else if ((own & CodeMask) == Removed && state >= 0)
        {
            map.Lose(slot);
        }
    }
}
