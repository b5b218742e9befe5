// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Recordings.Replay;

/// <summary>Makes the hypercalls of a replay, and keeps the rebuilt table, the map of slots and the counts in step with them.</summary>
internal sealed class Ledger(TargetMachine machine, SlotMap map, RebuiltTable rebuilt, Tally tally)
{
    /// <summary>The machine.</summary>
    public TargetMachine Machine => machine;

    /// <summary>Where the port has the recorded entries.</summary>
    public SlotMap Map => map;

    /// <summary>The recorded machine's table.</summary>
    public RebuiltTable Rebuilt => rebuilt;

    /// <summary>The counts.</summary>
    public Tally Tally => tally;

    /// <summary>Entries in the table.</summary>
    public ulong EntryCount { get; } = (ulong)machine.Table.EntryCount;

    /// <summary>Makes a record's hypercall and counts it.</summary>
    public HypercallOutcome Call(VirtualCpu vcpu, TraceRecord record, params ReadOnlySpan<ulong> arguments)
    {
        HypercallOutcome outcome = machine.Call(vcpu, record.Kind, arguments);
        tally.Call(record.Kind, outcome);
        if (outcome.Path is HypercallPath.UserSpace or HypercallPath.GuestSystemCall)
            tally.Mismatch(record, "the kernel did not answer the call");
        else
            tally.Answers += record.HasResult ? 1 : 0;
        return outcome;
    }

    /// <summary>Compares the result of a call with the recorded one, and counts a mismatch if they differ.</summary>
    public bool CompareResult(TraceRecord record, HypercallResult result)
    {
        if (result == record.HypercallResult)
            return true;
        tally.Mismatch(record, $"{result.Name}; recorded {record.HypercallResult.Name}");
        return false;
    }

    /// <summary>Finds a recorded slot in the port's table.</summary>
    /// <returns>The port's slot, or why there is none (<see cref="SlotMap"/>); and the slot to name in a call.</returns>
    public (int State, ulong Target) Locate(ulong slot) =>
        slot < EntryCount ? (map[(int)slot], (ulong)map.Translate((int)slot)) : (SlotMap.Empty, slot);

    /// <summary>Counts a difference that comes from an entry that the port refused or lost earlier.</summary>
    public void ExplainMissing(TraceRecord record, int state)
    {
        if (state == SlotMap.Refused)
            tally.Explain(DifferenceReason.RefusedEntry, record);
        else
            tally.Follow();
    }

    /// <summary>Notes that a call was to remove an entry.</summary>
    /// <param name="slot">The recorded slot.</param>
    /// <param name="state">Where the port had it.</param>
    /// <param name="isRecorded">Whether the recorded machine removed it.</param>
    /// <param name="isDone">Whether the port removed it.</param>
    public void NoteRemoval(ulong slot, int state, bool isRecorded, bool isDone)
    {
        tally.Invalidations += isDone ? 1 : 0;
        if (isRecorded && slot < EntryCount)
        {
            rebuilt.Remove((int)slot);
            map.Leave((int)slot);
        }
        else if (isDone && state >= 0)
        {
            map.Lose((int)slot);
        }
    }
}
