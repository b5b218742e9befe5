// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.PageTables;
using Kernel.VirtualMachines;
using static Kernel.Recordings.Replay.HypercallResults;

namespace Kernel.Recordings.Replay;

/// <summary>Makes each recorded hypercall on the port, compares the answer, and keeps both tables in step.</summary>
internal sealed class ReplayCalls(ReplayMachine machine, ReplaySlotMap map, ReplayRecordedTable recorded, ReplayTally tally, ErrataSet errata)
{
    private const ulong ExactFlag = 1UL << 39;
    private const ulong TranslateFlag = 1UL << 38;
    private const ulong ReadFourFlag = 1UL << 37;
    private const int FirstArgument = 4;
    private const ulong ReferencedChanged = HptEntry.ReferencedBit | HptEntry.ChangedBit;

    // What guests hand to hypercalls is in this form on every processor.
    private static readonly IHptFormat Format = Isa206Format.Instance;

    private readonly ReplayEnteredCounter _entered = new(Format);

    /// <summary>What was put into the table so far.</summary>
    public ReplayEntered Entered => _entered.Result;

    /// <summary>The number of the last record whose H_ENTER went to virtual mode.</summary>
    public long LastPinRecord { get; private set; }

    private ulong EntryCount => (ulong)machine.Table.EntryCount;

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
                new ReplayBulkRemove(machine, map, recorded, tally).Play(record);
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
        bool isInTable = arguments[1] < EntryCount;
        int wanted = isInTable ? (int)arguments[1] : -1;
        if (isExact && isInTable)
            wanted = map.Translate(wanted);
        int expected = isInTable && !isExact ? map.FirstFree(wanted) : wanted;

        VirtualCpu vcpu = machine.Vcpu(record.Vcpu);
        HypercallOutcome outcome = Call(vcpu, record, [arguments[0], isExact && isInTable ? (ulong)wanted : arguments[1], entry.First, entry.Second]);
        if (outcome.Path == HypercallPath.VirtualMode)
            LastPinRecord = record.Number;
        ulong taken = vcpu.Gpr[FirstArgument];
        if (record.Result == Success)
            EnterWhereRecorded(record, entry, (long)outcome.Result, taken, expected);
        else
            EnterWhereRefused(record, entry, (long)outcome.Result, taken, expected);
    }

    private void EnterWhereRecorded(TraceRecord record, HptEntry entry, long result, ulong taken, int expected)
    {
        int slot = (int)record.Outputs[0];
        recorded.Enter(slot, entry.First, entry.Second);
        if (result == Success && taken < EntryCount)
        {
            _entered.Add(entry);
            bool isOther = taken != record.Outputs[0];
            if (taken != (ulong)expected || (isOther && !Excuse(record, slot, ReplayReason.OtherSlot)))
            {
                tally.Mismatch(record, $"took slot {taken:x}; recorded {slot:x}");
                map.EnterWrongly(slot, (int)taken);
                return;
            }
            map.Enter(slot, (int)taken);
            return;
        }
        if (result == Parameter && ReasonToRefuse(entry) is ReplayReason reason)
        {
            tally.Explain(reason, record);
            map.Refuse(slot);
            return;
        }
        if (result == PtegFull && expected < 0 && (map.PartingOf(slot) & ReplayParting.Mismatch) != 0)
            tally.Follow();
        else
            tally.Mismatch(record, $"{Name(result)}; recorded H_SUCCESS");
        map.Lose(slot);
    }

    /// <summary>Finds why the group of a slot has other slots free than the recorded one, and counts the difference that comes of it.</summary>
    /// <returns>False when it has none other, or no reason to.</returns>
    private bool Excuse(TraceRecord record, int slot, ReplayReason reason)
    {
        ReplayParting parting = map.PartingOf(slot);
        if (parting == ReplayParting.None || !map.GroupDiffers(slot))
            return false;
        if (parting == ReplayParting.Refusal)
            tally.Explain(reason, record);
        else
            tally.Follow();
        return true;
    }

    private void EnterWhereRefused(TraceRecord record, HptEntry entry, long result, ulong taken, int expected)
    {
        if (result == record.Result)
            return;
        if (result == Parameter && ReasonToRefuse(entry) is ReplayReason reason)
        {
            tally.Explain(reason, record);
            return;
        }
        bool hadRoom = result == Success && record.Result == PtegFull && taken == (ulong)expected;
        if (!hadRoom || !Excuse(record, expected, ReplayReason.RoomInGroup))
            tally.Mismatch(record, $"{Name(result)}; recorded {Name(record.Result)}");
        if (result == Success)
            TakeOut(machine.Vcpu(record.Vcpu), taken);
    }

    /// <summary>Removes an entry that the recorded table does not have, outside of all counts.</summary>
    private void TakeOut(VirtualCpu vcpu, ulong slot)
    {
        SetArguments(vcpu, [0, slot, 0]);
        machine.Call(vcpu, RecordKind.Remove);
        tally.Invalidations++;
    }

    private void Remove(TraceRecord record)
    {
        (int state, ulong target) = Locate(record.Arguments[1]);
        VirtualCpu vcpu = machine.Vcpu(record.Vcpu);
        HypercallOutcome outcome = Call(vcpu, record, [record.Arguments[0], target, record.Arguments[2]]);
        tally.Invalidations += (long)outcome.Result == Success ? 1 : 0;
        if (CompareResult(record, (long)outcome.Result, state) && record.Result == Success)
            CompareRemoved(record, vcpu.Gpr[FirstArgument], vcpu.Gpr[FirstArgument + 1]);
        if (record.Result == Success && record.Arguments[1] < EntryCount)
        {
            recorded.Remove((int)record.Arguments[1]);
            map.Leave((int)record.Arguments[1]);
        }
        else if ((long)outcome.Result == Success && state >= 0)
        {
            map.Lose((int)record.Arguments[1]);
        }
    }

    private void CompareRemoved(TraceRecord record, ulong first, ulong second)
    {
        ulong difference = second ^ record.Outputs[1];
        if (first == record.Outputs[0] && difference == 0)
            return;
        ulong hostBits = HptEntry.RealPageMask | (errata.Contains(Erratum.E16) ? 7UL << 60 : 0);
        if (first == record.Outputs[0] && (difference & ~hostBits) == 0 && errata.Contains(Erratum.E13))
            tally.Explain(ReplayReason.HostPageShown, record);
        else
            tally.Mismatch(record, $"old entry {first:x} {second:x}; recorded {record.Outputs[0]:x} {record.Outputs[1]:x}");
    }

    private void Protect(TraceRecord record)
    {
        (int state, ulong target) = Locate(record.Arguments[1]);
        HypercallOutcome outcome = Call(machine.Vcpu(record.Vcpu), record, [record.Arguments[0], target, record.Arguments[2]]);
        tally.Invalidations += (long)outcome.Result == Success ? 1 : 0;
        CompareResult(record, (long)outcome.Result, state);
        if (record.Result == Success && record.Arguments[1] < EntryCount)
            recorded.Protect((int)record.Arguments[1], record.Arguments[0]);
    }

    private void Read(TraceRecord record)
    {
        bool isFour = (record.Arguments[0] & ReadFourFlag) != 0;
        ulong target = isFour ? record.Arguments[1] : Locate(record.Arguments[1]).Target;
        VirtualCpu vcpu = machine.Vcpu(record.Vcpu);
        HypercallOutcome outcome = Call(vcpu, record, [record.Arguments[0], target]);
        if ((long)outcome.Result != record.Result)
        {
            tally.Mismatch(record, $"{Name((long)outcome.Result)}; recorded {Name(record.Result)}");
            return;
        }
        if (record.Result != Success || record.Arguments[1] >= EntryCount)
            return;
        int first = isFour ? (int)record.Arguments[1] & ~3 : (int)record.Arguments[1];
        for (int i = 0; i < record.OutputCount / 2; i++)
        {
            HptEntry own = new(vcpu.Gpr[FirstArgument + (2 * i)], vcpu.Gpr[FirstArgument + (2 * i) + 1]);
            HptEntry expected = new(record.Outputs[2 * i], record.Outputs[(2 * i) + 1]);
            if (isFour && !map.IsIdentity)
                expected = ExpectedAt(first + i, record, first);
            else if (!isFour && map[first] is ReplaySlotMap.Refused or ReplaySlotMap.Lost)
                (expected, _) = (default, NotThere(record, map[first]));
            CompareRead(record, own, expected);
        }
    }

    /// <summary>What H_READ of four should find in a slot of the port, where entries of the group may have parted ways.</summary>
    private HptEntry ExpectedAt(int slot, TraceRecord record, int first)
    {
        int recordedSlot = map.RecordedSlotOf(slot);
        if (recordedSlot < 0)
            return default;
        int place = 2 * (recordedSlot - first);
        return place >= 0 && place < record.OutputCount ? new HptEntry(record.Outputs[place], record.Outputs[place + 1]) : recorded.Image[recordedSlot];
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
            tally.Mismatch(record, $"read {own.First:x} {own.Second:x}; recorded {expected.First:x} {expected.Second:x}");
        else
            tally.Explain(expected.IsValid ? ReplayReason.RealPageHidden : ReplayReason.StaleSecondDoubleword, record);
    }

    private void Store(TraceRecord record)
    {
        int slot = (int)record.Arguments[0];
        ulong value = record.Arguments[1];
        bool isReferenced = record.Kind == RecordKind.StoreReferenced;
        recorded.Store(slot, value, isReferenced);
        tally.Stores++;
        int place = map[slot];
        if (place == ReplaySlotMap.Refused)
        {
            tally.Explain(ReplayReason.StoreToRefusedEntry, record);
            return;
        }
        int shift = isReferenced ? 8 : 0;
        if (place == ReplaySlotMap.Lost)
        {
            tally.Follow();
            return;
        }
        if (place < 0 || !machine.Table.HardwareSetReferenceChange(place, (value << shift) & ReferencedChanged))
            tally.Mismatch(record, "no valid entry to store into");
        else if (((machine.GuestEntry(place).Second >> shift) & 0xff) is ulong own && own != value)
            tally.Mismatch(record, $"byte {own:x} after the store; recorded {value:x}");
    }

    private void PlayOther(TraceRecord record)
    {
        if (record.Kind == RecordKind.RegisterVpa)
        {
            if (record.Result == Success && record.Arguments[1] <= TraceRecord.MaxVcpu)
                machine.Vcpu((int)record.Arguments[1]);
            machine.WriteAreaLength(record.Arguments[0], record.Arguments[2]);
        }
        HypercallOutcome outcome = Call(machine.Vcpu(record.Vcpu), record, record.Arguments);
        if (record.HasResult && (long)outcome.Result != record.Result)
            tally.Mismatch(record, $"{Name((long)outcome.Result)}; recorded {Name(record.Result)}");
    }

    /// <summary>Compares the result of a call on one entry.</summary>
    /// <returns>Whether port and recording had the same result.</returns>
    private bool CompareResult(TraceRecord record, long result, int state)
    {
        if (result == record.Result)
            return true;
        if (state is ReplaySlotMap.Refused or ReplaySlotMap.Lost && result == NotFound && record.Result == Success)
            return NotThere(record, state);
        tally.Mismatch(record, $"{Name(result)}; recorded {Name(record.Result)}");
        return false;
    }

    private bool NotThere(TraceRecord record, int state)
    {
        if (state == ReplaySlotMap.Refused)
            tally.Explain(ReplayReason.RefusedEntry, record);
        else
            tally.Follow();
        return false;
    }

    /// <summary>What became of a recorded slot, and the slot to name instead.</summary>
    private (int State, ulong Target) Locate(ulong slot) =>
        slot < EntryCount ? (map[(int)slot], (ulong)map.Translate((int)slot)) : (ReplaySlotMap.Empty, slot);

    private ReplayReason? ReasonToRefuse(HptEntry entry)
    {
        HptTranslation translation = Format.Decode(entry);
        if (!translation.PageSize.IsKnown || translation.PageSize.IsMixed)
            return ReplayReason.UnknownPageSize;
        return translation.RealAddress >= machine.MemoryBytes ? ReplayReason.NotMemory : null;
    }

    private HypercallOutcome Call(VirtualCpu vcpu, TraceRecord record, ReadOnlySpan<ulong> arguments)
    {
        SetArguments(vcpu, arguments);
        HypercallOutcome outcome = machine.Call(vcpu, record.Kind);
        tally.Call(record.Kind, outcome);
        if (outcome.Path is HypercallPath.UserSpace or HypercallPath.GuestSystemCall)
            tally.Mismatch(record, "the kernel did not answer the call");
        else
            tally.Answers += record.HasResult ? 1 : 0;
        return outcome;
    }

    private static void SetArguments(VirtualCpu vcpu, ReadOnlySpan<ulong> arguments)
    {
        for (int i = 0; i < TraceRecord.MaxWords; i++)
            vcpu.Gpr[FirstArgument + i] = i < arguments.Length ? arguments[i] : 0;
    }
}
