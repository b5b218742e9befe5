// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.PageTables;
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>Makes each recorded hypercall on the port, compares the answer, and keeps both tables in step.</summary>
internal sealed class CallPlayer(Ledger ledger, ErrataSet errata)
{
    private const ulong ExactFlag = 1UL << 39;
    private const ulong TranslateFlag = 1UL << 38;
    private const ulong ReadFourFlag = 1UL << 37;
    private const int FirstArgument = 4;
    private const ulong ReferencedChanged = HptEntry.ReferencedBit | HptEntry.ChangedBit;

    // What guests hand to hypercalls is in this form on every processor.
    private static readonly IHptFormat Format = Isa206Format.Instance;

    private readonly EntryCounter _entered = new(Format);

    /// <summary>What was put into the table so far.</summary>
    public EntryCounts Entered => _entered.Result;

    /// <summary>The number of the last record whose H_ENTER went to virtual mode.</summary>
    public long LastPinRecord { get; private set; }

    /// <summary>Plays a record that is a hypercall or a store of the MMU.</summary>
    public void Play(TraceRecord record)
    {
        switch (record.Kind)
        {
            case RecordKind.Enter:
                Enter(record);
                break;
            case RecordKind.Remove:
                Remove(record);
                break;
            case RecordKind.Protect:
                Protect(record);
                break;
            case RecordKind.Read:
                Read(record);
                break;
            case RecordKind.BulkRemove:
                new BulkRemovePlayer(ledger).Play(record);
                break;
            case RecordKind.StoreChanged or RecordKind.StoreReferenced:
                Store(record);
                break;
            default:
                PlayOther(record);
                break;
        }
    }

    private void Enter(TraceRecord record)
    {
        ReadOnlySpan<ulong> arguments = record.Arguments;
        HptEntry entry = new(arguments[2], arguments[3]);
        bool isExact = (arguments[0] & ExactFlag) != 0;
        bool isInTable = arguments[1] < ledger.EntryCount;
        int wanted = isInTable ? (int)arguments[1] : -1;
        if (isExact && isInTable)
            wanted = ledger.Map.Translate(wanted);
        int expected = isInTable && !isExact ? ledger.Map.FirstFree(wanted) : wanted;

        VirtualCpu vcpu = ledger.Machine.Vcpu(record.Vcpu);
        ulong index = isExact && isInTable ? (ulong)wanted : arguments[1];
        HypercallOutcome outcome = ledger.Call(vcpu, record, arguments[0], index, entry.First, entry.Second);
        if (outcome.Path == HypercallPath.VirtualMode)
            LastPinRecord = record.Number;
        ulong taken = vcpu.Gpr[FirstArgument];
        if (record.HypercallResult == HypercallResult.Success)
            EnterWhereRecorded(record, entry, outcome.Result, taken, expected);
        else
            EnterWhereRefused(record, entry, outcome.Result, taken, expected);
    }

    private void EnterWhereRecorded(TraceRecord record, HptEntry entry, HypercallResult result, ulong taken, int expected)
    {
        int slot = (int)record.Outputs[0];
        ledger.Rebuilt.Enter(slot, entry.First, entry.Second);
        if (result == HypercallResult.Success && taken < ledger.EntryCount)
        {
            _entered.Add(entry);
            bool isOther = taken != record.Outputs[0];
            if (taken != (ulong)expected || (isOther && !TryExplain(record, slot, DifferenceReason.OtherSlot)))
            {
                ledger.Tally.Mismatch(record, $"took slot {taken:x}; recorded {slot:x}");
                ledger.Map.EnterWrongly(slot, (int)taken);
                return;
            }
            ledger.Map.Enter(slot, (int)taken);
            return;
        }
        if (result == HypercallResult.Parameter && ReasonToRefuse(entry) is DifferenceReason reason)
        {
            ledger.Tally.Explain(reason, record);
            ledger.Map.Refuse(slot);
            return;
        }
        if (result == HypercallResult.PtegFull && expected < 0 && (ledger.Map.DivergenceOf(slot) & GroupDivergence.Mismatch) != 0)
            ledger.Tally.Follow();
        else
            ledger.Tally.Mismatch(record, $"{result.Name}; recorded H_SUCCESS");
        ledger.Map.Lose(slot);
    }

    /// <summary>
    /// Counts a difference that comes from a group having other free slots in the port than in the recording, if that has a reason.
    /// </summary>
    /// <returns>False when the group has the same free slots, or there is no reason.</returns>
    private bool TryExplain(TraceRecord record, int slot, DifferenceReason reason)
    {
        GroupDivergence divergence = ledger.Map.DivergenceOf(slot);
        if (divergence == GroupDivergence.None || !ledger.Map.GroupDiffers(slot))
            return false;
        if (divergence == GroupDivergence.Refusal)
            ledger.Tally.Explain(reason, record);
        else
            ledger.Tally.Follow();
        return true;
    }

    private void EnterWhereRefused(TraceRecord record, HptEntry entry, HypercallResult result, ulong taken, int expected)
    {
        if (result == record.HypercallResult)
            return;
        if (result == HypercallResult.Parameter && ReasonToRefuse(entry) is DifferenceReason reason)
        {
            ledger.Tally.Explain(reason, record);
            return;
        }
        bool hadRoom = result == HypercallResult.Success && record.HypercallResult == HypercallResult.PtegFull && taken == (ulong)expected;
        if (!hadRoom || !TryExplain(record, expected, DifferenceReason.RoomInGroup))
            ledger.Tally.Mismatch(record, $"{result.Name}; recorded {record.HypercallResult.Name}");
        if (result == HypercallResult.Success)
            TakeOut(ledger.Machine.Vcpu(record.Vcpu), taken);
    }

    /// <summary>Removes an entry that the recorded table does not have, without counting the call.</summary>
    private void TakeOut(VirtualCpu vcpu, ulong slot)
    {
        ledger.Machine.Call(vcpu, RecordKind.Remove, [0, slot, 0]);
        ledger.Tally.Invalidations++;
    }

    private void Remove(TraceRecord record)
    {
        (int state, ulong target) = ledger.Locate(record.Arguments[1]);
        VirtualCpu vcpu = ledger.Machine.Vcpu(record.Vcpu);
        HypercallOutcome outcome = ledger.Call(vcpu, record, record.Arguments[0], target, record.Arguments[2]);
        if (CompareResult(record, outcome.Result, state) && record.HypercallResult == HypercallResult.Success)
            CompareRemoved(record, vcpu.Gpr[FirstArgument], vcpu.Gpr[FirstArgument + 1]);
        bool isRecorded = record.HypercallResult == HypercallResult.Success;
        ledger.NoteRemoval(record.Arguments[1], state, isRecorded, isDone: outcome.Result == HypercallResult.Success);
    }

    private void CompareRemoved(TraceRecord record, ulong first, ulong second)
    {
        ulong difference = second ^ record.Outputs[1];
        if (first == record.Outputs[0] && difference == 0)
            return;
        ulong hostBits = HptEntry.RealPageMask | (errata.Contains(Erratum.E16) ? 7UL << 60 : 0);
        if (first == record.Outputs[0] && (difference & ~hostBits) == 0 && errata.Contains(Erratum.E13))
            ledger.Tally.Explain(DifferenceReason.HostPageShown, record);
        else
            ledger.Tally.Mismatch(record, $"old entry {first:x} {second:x}; recorded {record.Outputs[0]:x} {record.Outputs[1]:x}");
    }

    private void Protect(TraceRecord record)
    {
        (int state, ulong target) = ledger.Locate(record.Arguments[1]);
        HypercallOutcome outcome = ledger.Call(
            ledger.Machine.Vcpu(record.Vcpu), record, record.Arguments[0], target, record.Arguments[2]);
        ledger.Tally.Invalidations += outcome.Result == HypercallResult.Success ? 1 : 0;
        CompareResult(record, outcome.Result, state);
        if (record.HypercallResult == HypercallResult.Success && record.Arguments[1] < ledger.EntryCount)
            ledger.Rebuilt.Protect((int)record.Arguments[1], record.Arguments[0]);
    }

    private void Read(TraceRecord record)
    {
        bool isFour = (record.Arguments[0] & ReadFourFlag) != 0;
        ulong target = isFour ? record.Arguments[1] : ledger.Locate(record.Arguments[1]).Target;
        VirtualCpu vcpu = ledger.Machine.Vcpu(record.Vcpu);
        HypercallOutcome outcome = ledger.Call(vcpu, record, record.Arguments[0], target);
        bool isSame = ledger.CompareResult(record, outcome.Result);
        if (!isSame || record.HypercallResult != HypercallResult.Success || record.Arguments[1] >= ledger.EntryCount)
            return;
        int first = isFour ? (int)record.Arguments[1] & ~3 : (int)record.Arguments[1];
        for (int i = 0; i < record.OutputCount / 2; i++)
        {
            HptEntry own = new(vcpu.Gpr[FirstArgument + (2 * i)], vcpu.Gpr[FirstArgument + (2 * i) + 1]);
            HptEntry expected = new(record.Outputs[2 * i], record.Outputs[(2 * i) + 1]);
            if (isFour && !ledger.Map.IsIdentity)
                expected = ExpectedAt(first + i, record, first);
            else if (!isFour && ledger.Map[first] is SlotMap.Refused or SlotMap.Lost)
            {
                expected = default;
                ledger.ExplainMissing(record, ledger.Map[first]);
            }
            CompareRead(record, own, expected);
        }
    }

    /// <summary>
    /// What H_READ of four entries should find in a slot of the port, where the group may have other slots taken than in the recording.
    /// </summary>
    private HptEntry ExpectedAt(int slot, TraceRecord record, int first)
    {
        int recordedSlot = ledger.Map.RecordedSlotOf(slot);
        if (recordedSlot < 0)
            return default;
        int place = 2 * (recordedSlot - first);
        return place >= 0 && place < record.OutputCount
            ? new HptEntry(record.Outputs[place], record.Outputs[place + 1])
            : ledger.Rebuilt.Image[recordedSlot];
    }

    private void CompareRead(TraceRecord record, HptEntry own, HptEntry expected)
    {
        if (own == expected)
            return;
        ulong second = expected.Second;
        ulong ignored = errata.Contains(Erratum.E16) ? 7UL << 60 : 0;
        if (own.First == expected.First && expected.IsValid && (record.Arguments[0] & TranslateFlag) != 0)
            ignored = ReferencedChanged;
        else if (expected.IsValid)
            second |= HptEntry.RealPageMask;

        if (own.First != expected.First || (expected.IsValid && ((own.Second ^ second) & ~ignored) != 0))
            ledger.Tally.Mismatch(record, $"read {own.First:x} {own.Second:x}; recorded {expected.First:x} {expected.Second:x}");
        else
            ledger.Tally.Explain(expected.IsValid ? DifferenceReason.RealPageHidden : DifferenceReason.StaleSecondDoubleword, record);
    }

    private void Store(TraceRecord record)
    {
        int slot = (int)record.Arguments[0];
        ulong value = record.Arguments[1];
        bool isReferenced = record.Kind == RecordKind.StoreReferenced;
        ledger.Rebuilt.Store(slot, value, isReferenced);
        ledger.Tally.Stores++;
        int place = ledger.Map[slot];
        if (place == SlotMap.Refused)
        {
            ledger.Tally.Explain(DifferenceReason.StoreToRefusedEntry, record);
            return;
        }
        int shift = isReferenced ? 8 : 0;
        if (place == SlotMap.Lost)
        {
            ledger.Tally.Follow();
            return;
        }
        if (place < 0 || !ledger.Machine.Table.HardwareSetReferenceChange(place, (value << shift) & ReferencedChanged))
            ledger.Tally.Mismatch(record, "no valid entry to store into");
        else if (((ledger.Machine.GuestEntry(place).Second >> shift) & 0xff) is ulong own && own != value)
            ledger.Tally.Mismatch(record, $"byte {own:x} after the store; recorded {value:x}");
    }

    private void PlayOther(TraceRecord record)
    {
        if (record.Kind == RecordKind.RegisterVpa)
        {
            if (record.HypercallResult == HypercallResult.Success && record.Arguments[1] <= TraceRecord.MaxVcpu)
                ledger.Machine.Vcpu((int)record.Arguments[1]);
            ledger.Machine.WriteAreaLength(record.Arguments[0], record.Arguments[2]);
        }
        HypercallOutcome outcome = ledger.Call(ledger.Machine.Vcpu(record.Vcpu), record, record.Arguments);
        if (record.HasResult)
            ledger.CompareResult(record, outcome.Result);
    }

    /// <summary>Compares the result of a call on one entry.</summary>
    /// <returns>Whether port and recording had the same result.</returns>
    private bool CompareResult(TraceRecord record, HypercallResult result, int state)
    {
        if (state is SlotMap.Refused or SlotMap.Lost
            && result == HypercallResult.NotFound && record.HypercallResult == HypercallResult.Success)
        {
            ledger.ExplainMissing(record, state);
            return false;
        }
        return ledger.CompareResult(record, result);
    }

    private DifferenceReason? ReasonToRefuse(HptEntry entry)
    {
        HptTranslation translation = Format.Decode(entry);
        if (!translation.PageSize.IsKnown || translation.PageSize.IsMixed)
            return DifferenceReason.UnknownPageSize;
        return translation.RealAddress >= ledger.Machine.MemoryBytes ? DifferenceReason.NotMemory : null;
    }
}
