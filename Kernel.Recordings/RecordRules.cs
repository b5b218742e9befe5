// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.Recordings;

/// <summary>What must hold for every record in every form. Readers and writers both check it, so all forms hold the same records.</summary>
internal static class RecordRules
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
    /// <returns>Null when nothing is wrong.</returns>
    public static RecordFault? Check(TraceRecord record, int order)
    {
        if (order == 0 && record.Kind != RecordKind.Allocate)
            return new RecordFault($"the first record is '{record.Kind.Letter()}'", "'Z', the allocation of the table");
        if (order != 0 && record.Kind == RecordKind.Allocate)
            return new RecordFault("'Z' after the first record", "one allocation of the table, as the first record");
        return CheckShape(record) ?? CheckValues(record, order);
    }

    private static RecordFault? CheckShape(TraceRecord record)
    {
        RecordKind kind = record.Kind;
        if (record.Vcpu is < TraceRecord.NoVcpu or > TraceRecord.MaxVcpu)
            return new RecordFault($"virtual processor {record.Vcpu}", $"0 to {TraceRecord.MaxVcpu}");
        if (kind.IsHypercall() && record.Vcpu == TraceRecord.NoVcpu)
            return new RecordFault("no virtual processor", $"0 to {TraceRecord.MaxVcpu}");
        if (record.HasResult && !HasResult(kind))
            return new RecordFault($"result {record.Result}", "none");
        if (!record.HasResult && HasResult(kind))
            return new RecordFault("no result", "the call's result");

        int arguments = ArgumentCount(kind);
        if (arguments >= 0 && record.ArgumentCount != arguments)
            return new RecordFault($"{record.ArgumentCount} argument(s)", $"{arguments}");
        if (kind == RecordKind.BulkRemove && record.ArgumentCount is not (1 or 3 or 5 or 7 or 8))
            return new RecordFault($"{record.ArgumentCount} argument(s)", "four pairs, or fewer and the ending word");

        int outputs = kind == RecordKind.BulkRemove ? Math.Min(record.OutputCount, record.RequestCount) : OutputCount(record);
        if (record.OutputCount != outputs)
            return new RecordFault($"{record.OutputCount} output(s)", kind == RecordKind.BulkRemove ? $"at most {outputs}" : $"{outputs}");
        return null;
    }

    private static RecordFault? CheckValues(TraceRecord record, int order)
    {
        ulong entries = order == 0 ? 0 : HptGeometry.EntryCount(order);
        switch (record.Kind)
        {
            case RecordKind.Enter when record.Result == 0 && record.Outputs[0] >= entries:
                return new RecordFault($"slot {record.Outputs[0]:x}", $"less than {entries:x}");
            case RecordKind.BulkRemove when record.ArgumentCount % 2 != 0 && record.Arguments[record.ArgumentCount - 1] >> 62 != 3:
                return new RecordFault($"ending word {record.Arguments[record.ArgumentCount - 1]:x}", "its two highest bits set");
            case RecordKind.StoreChanged or RecordKind.StoreReferenced when record.Arguments[0] >= entries:
                return new RecordFault($"slot {record.Arguments[0]:x}", $"less than {entries:x}");
            case RecordKind.StoreChanged or RecordKind.StoreReferenced when record.Arguments[1] > 0xff:
                return new RecordFault($"byte {record.Arguments[1]:x}", "at most ff");
            case RecordKind.Allocate or RecordKind.Resize when record.Arguments[0] is < HptGeometry.MinOrder or > HptGeometry.MaxOrder:
                return new RecordFault($"order {record.Arguments[0]}", $"{HptGeometry.MinOrder} to {HptGeometry.MaxOrder}");
            case RecordKind.End when record.Arguments[0] != (ulong)order:
                return new RecordFault($"order {record.Arguments[0]} at the end", $"{order}, as allocated");
            default:
                return null;
        }
    }
}
