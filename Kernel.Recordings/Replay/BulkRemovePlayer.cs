// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>Plays H_BULK_REMOVE, whose requests are answered one by one.</summary>
internal readonly ref struct BulkRemovePlayer(Ledger ledger)
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
        Span<ulong> arguments = stackalloc ulong[TraceRecord.MaxWords];
        Span<int> states = stackalloc int[MaxRequests];
        arguments.Clear();
        record.Arguments.CopyTo(arguments);
        if (record.RequestCount < MaxRequests)
            arguments[2 * record.RequestCount] |= EndOfRequests;
        for (int i = 0; i < record.RequestCount; i++)
        {
            (states[i], ulong target) = ledger.Locate(record.Arguments[2 * i] & SlotMask);
            arguments[2 * i] = (arguments[2 * i] & ~SlotMask) | (target & SlotMask);
        }

        VirtualCpu vcpu = ledger.Machine.Vcpu(record.Vcpu);
        HypercallOutcome outcome = ledger.Call(vcpu, record, arguments);
        ledger.CompareResult(record, outcome.Result);
        for (int i = 0; i < record.OutputCount; i++)
            Compare(record, i, vcpu.Gpr[FirstArgument + (2 * i)], arguments[2 * i] & SlotMask, states[i]);
    }

    private void Compare(TraceRecord record, int request, ulong answer, ulong target, int state)
    {
        ulong slot = record.Arguments[2 * request] & SlotMask;
        int head = (int)(record.Outputs[request] >> 56);
        bool isRecordedRemoved = (head & CodeMask) == Removed;
        bool isMissing = state is SlotMap.Refused or SlotMap.Lost && isRecordedRemoved;
        int expected = isMissing ? Missing | (head & FlagsMask) : head;
        int own = (int)(answer >> 56);

        bool isOtherSlot = (answer & SlotMask) != target || (record.Outputs[request] & SlotMask) != slot;
        if (own != expected || isOtherSlot)
            ledger.Tally.Mismatch(record, $"request {request + 1} answered {answer:x}; recorded {record.Outputs[request]:x}");
        else if (isMissing)
            ledger.ExplainMissing(record, state);
        ledger.NoteRemoval(slot, state, isRecordedRemoved, isDone: (own & CodeMask) == Removed);
    }
}
