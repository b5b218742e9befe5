// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings.Formats;

/// <summary>What every record of every form must fulfil; readers and writers ask here, so both forms hold the same records.</summary>
internal static class TraceRecordRules
{
    private const ulong ReadFour = 1UL << 37;

    /// <summary>How many arguments <paramref name="kind"/> has; -1 for H_BULK_REMOVE, where it varies.</summary>
    public static int ArgumentCount(RecordKind kind) => kind switch
    {
        RecordKind.Enter => 4,
        RecordKind.Remove or RecordKind.Protect or RecordKind.RegisterVpa => 3,
        RecordKind.Read or RecordKind.Confer or RecordKind.StoreChanged or RecordKind.StoreReferenced => 2,
        RecordKind.BulkRemove => -1,
        RecordKind.Cede => 0,
        _ => 1,
    };

    /// <summary>How many outputs <paramref name="record"/> must have, given its arguments and result; -1 for H_BULK_REMOVE.</summary>
    public static int OutputCount(TraceRecord record)
    {
        if (record.Kind == RecordKind.BulkRemove)
            return -1;
        if (record.Kind.HasFingerprint())
            return 1;
        if (!record.HasResult || record.Result != 0)
            return 0;
        return record.Kind switch
        {
            RecordKind.Enter => 1,
            RecordKind.Remove => 2,
            RecordKind.Read => (record.Arguments[0] & ReadFour) != 0 ? 8 : 2,
            _ => 0,
        };
    }

    /// <summary>Whether calls of <paramref name="kind"/> have their result recorded.</summary>
    public static bool HasResult(RecordKind kind) => kind.IsHypercall() && kind != RecordKind.Confer;

    /// <summary>Finds the first thing wrong with <paramref name="record"/>.</summary>
    /// <param name="record">The record.</param>
    /// <param name="order">The table's order; 0 before the first record.</param>
    /// <param name="problem">What is wrong, with the value.</param>
    /// <param name="expected">What would have been right.</param>
    /// <returns>True when nothing is wrong.</returns>
    public static bool Check(TraceRecord record, int order, out string problem, out string expected)
    {
        (problem, expected) = ("", "");
        if (order == 0 && record.Kind != RecordKind.Allocate)
            return Fail($"the first record is '{record.Kind.Letter()}'", "'Z', the allocation of the table", out problem, out expected);
        if (order != 0 && record.Kind == RecordKind.Allocate)
            return Fail("'Z' after the first record", "one allocation of the table, as the first record", out problem, out expected);
        return CheckShape(record, ref problem, ref expected) && CheckValues(record, order, ref problem, ref expected);
    }

    private static bool CheckShape(TraceRecord record, ref string problem, ref string expected)
    {
        RecordKind kind = record.Kind;
        if (record.Vcpu is < TraceRecord.NoVcpu or > TraceRecord.MaxVcpu)
            return Fail($"virtual processor {record.Vcpu}", $"0 to {TraceRecord.MaxVcpu}", out problem, out expected);
        if (kind.IsHypercall() && record.Vcpu == TraceRecord.NoVcpu)
            return Fail("no virtual processor", $"0 to {TraceRecord.MaxVcpu}", out problem, out expected);
        if (record.HasResult && !HasResult(kind))
            return Fail($"result {record.Result}", "none", out problem, out expected);
        if (!record.HasResult && HasResult(kind))
            return Fail("no result", "the call's result", out problem, out expected);

        int arguments = ArgumentCount(kind);
        if (arguments >= 0 && record.ArgumentCount != arguments)
            return Fail($"{record.ArgumentCount} argument(s)", $"{arguments}", out problem, out expected);
        if (kind == RecordKind.BulkRemove && record.ArgumentCount is not (1 or 3 or 5 or 7 or 8))
            return Fail($"{record.ArgumentCount} argument(s)", "four pairs, or fewer and the ending word", out problem, out expected);

        int outputs = kind == RecordKind.BulkRemove ? Math.Min(record.OutputCount, record.RequestCount) : OutputCount(record);
        if (record.OutputCount != outputs)
            return Fail($"{record.OutputCount} output(s)", kind == RecordKind.BulkRemove ? $"at most {outputs}" : $"{outputs}", out problem, out expected);
        return true;
    }

    private static bool CheckValues(TraceRecord record, int order, ref string problem, ref string expected)
    {
        ulong entries = order == 0 ? 0 : HptGeometry.EntryCount(order);
        switch (record.Kind)
        {
            case RecordKind.Enter when record.Result == 0 && record.Outputs[0] >= entries:
                return Fail($"slot {record.Outputs[0]:x}", $"less than {entries:x}", out problem, out expected);
            case RecordKind.BulkRemove when record.ArgumentCount % 2 != 0 && record.Arguments[record.ArgumentCount - 1] >> 62 != 3:
                return Fail($"ending word {record.Arguments[record.ArgumentCount - 1]:x}", "its two highest bits set", out problem, out expected);
            case RecordKind.StoreChanged or RecordKind.StoreReferenced when record.Arguments[0] >= entries:
                return Fail($"slot {record.Arguments[0]:x}", $"less than {entries:x}", out problem, out expected);
            case RecordKind.StoreChanged or RecordKind.StoreReferenced when record.Arguments[1] > 0xff:
                return Fail($"byte {record.Arguments[1]:x}", "at most ff", out problem, out expected);
            case RecordKind.Allocate or RecordKind.Resize when record.Arguments[0] is < HptGeometry.MinOrder or > HptGeometry.MaxOrder:
                return Fail($"order {record.Arguments[0]}", $"{HptGeometry.MinOrder} to {HptGeometry.MaxOrder}", out problem, out expected);
            case RecordKind.End when record.Arguments[0] != (ulong)order:
                return Fail($"order {record.Arguments[0]} at the end", $"{order}, as allocated", out problem, out expected);
            default:
                return true;
        }
    }

    private static bool Fail(string what, string wanted, out string problem, out string expected)
    {
        problem = what;
        expected = wanted;
        return false;
    }
}
