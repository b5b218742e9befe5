// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Recordings.Formats.Compact;

/// <summary>Names of the columns, and the bits of a record's first byte.</summary>
internal static class Columns
{
    public const int Count = 16;

    /// <summary>The record's virtual processor is not the one that was predicted.</summary>
    public const byte OtherVcpu = 8;

    /// <summary>The flags are not those of the last record of the same kind.</summary>
    public const byte OtherFlags = 4;

    /// <summary>The answer is not the one that was predicted.</summary>
    public const byte OtherAnswer = 2;

    /// <summary>An operand is not the one that was predicted.</summary>
    public const byte OtherOperand = 1;

    /// <summary>The head's line that names the columns.</summary>
    public const string Names =
        "kinds vcpus flags slots picks first-high first-low second-high second-low avpns results shapes requests answers words "
        + "fingerprints";

    /// <summary>The bits that may be set for records of <paramref name="kind"/>.</summary>
    public static int AllowedBits(RecordKind kind) => OtherVcpu | kind switch
    {
        RecordKind.Enter or RecordKind.Remove or RecordKind.Protect => OtherFlags | OtherAnswer | OtherOperand,
        RecordKind.BulkRemove => OtherAnswer | OtherOperand,
        RecordKind.RegisterVpa => OtherFlags | OtherAnswer,
        RecordKind.Read => OtherFlags,
        RecordKind.Cede or RecordKind.Prod => OtherAnswer,
        _ => 0,
    };
}
