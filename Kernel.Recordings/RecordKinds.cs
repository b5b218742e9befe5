// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines;

namespace Kernel.Recordings;

/// <summary>Facts about each <see cref="RecordKind"/>: its letter, its hypercall, its name.</summary>
public static class RecordKinds
{
    /// <summary>How many kinds there are; their values are 0 to this number less one.</summary>
    public const int Count = 15;

    private const string Letters = "ERPDBVCFWcrZYMX";

    private static readonly HypercallNumber[] Numbers =
    [
        VirtualMachines.HypercallNumber.Enter, VirtualMachines.HypercallNumber.Remove, VirtualMachines.HypercallNumber.Protect,
        VirtualMachines.HypercallNumber.Read, VirtualMachines.HypercallNumber.BulkRemove, VirtualMachines.HypercallNumber.RegisterVpa,
        VirtualMachines.HypercallNumber.Cede, VirtualMachines.HypercallNumber.Confer, VirtualMachines.HypercallNumber.Prod,
    ];

    private static readonly string[] Names =
    [
        .. Numbers.Select(number => number.Name),
        "C stored by the MMU", "R stored by the MMU", "table allocated", "table resized", "mark", "end",
    ];

    /// <summary>The letter that stands for <paramref name="kind"/> in the CSV form.</summary>
    public static char Letter(this RecordKind kind) => Letters[(int)kind];

    /// <summary>The call's name (<c>H_ENTER</c>), or a short description of a record that is not a call.</summary>
    public static string Name(this RecordKind kind) => Names[(int)kind];

    /// <summary>Whether the record is a hypercall of the guest.</summary>
    public static bool IsHypercall(this RecordKind kind) => (int)kind < Numbers.Length;

    /// <summary>The hypercall's number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The record is not a hypercall.</exception>
    public static HypercallNumber HypercallNumber(this RecordKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((int)kind, Numbers.Length, nameof(kind));
        return Numbers[(int)kind];
    }

    /// <summary>The kind that <paramref name="letter"/> stands for.</summary>
    /// <returns>False when no kind has that letter.</returns>
    public static bool TryParse(char letter, out RecordKind kind)
    {
        int index = Letters.IndexOf(letter, StringComparison.Ordinal);
        kind = (RecordKind)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Whether the record carries the table's fingerprint.</summary>
    internal static bool HasFingerprint(this RecordKind kind) => kind is RecordKind.Resize or RecordKind.Mark or RecordKind.End;

    /// <summary>Whether the first argument is a word of flags.</summary>
    internal static bool HasFlags(this RecordKind kind) =>
        kind is RecordKind.Enter or RecordKind.Remove or RecordKind.Protect or RecordKind.Read or RecordKind.RegisterVpa;
}
