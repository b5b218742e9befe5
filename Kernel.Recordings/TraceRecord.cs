// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;
using Kernel.VirtualMachines;

namespace Kernel.Recordings;

/// <summary>
/// One record of a recording. A reader fills one object again and again, so that reading allocates nothing; copy what you want to keep.
/// </summary>
public sealed class TraceRecord
{
    /// <summary>The maximum number of words that a record has as arguments, or as outputs.</summary>
    public const int MaxWords = 8;

    /// <summary>The value of <see cref="Vcpu"/> where a record names no virtual processor.</summary>
    public const int NoVcpu = -1;

    /// <summary>The largest number of a virtual processor that a recording may name.</summary>
    public const int MaxVcpu = 4095;

    private readonly ulong[] _arguments = new ulong[MaxWords];
    private readonly ulong[] _outputs = new ulong[MaxWords];
    private int _argumentCount;
    private int _outputCount;

    /// <summary>The record's position in its recording; the first is 1.</summary>
    public long Number { get; internal set; }

    /// <summary>What happened.</summary>
    public RecordKind Kind { get; set; }

    /// <summary>The virtual processor, or <see cref="NoVcpu"/>.</summary>
    public int Vcpu { get; set; }

    /// <summary>Whether the call's result was recorded.</summary>
    public bool HasResult { get; set; }

    /// <summary>The call's result (r3, signed): 0 H_SUCCESS, -4 H_PARAMETER, -6 H_PTEG_FULL, -7 H_NOT_FOUND.</summary>
    public long Result { get; set; }

    /// <summary>The result as a return code of LoPAR.</summary>
    public HypercallResult HypercallResult => (HypercallResult)Result;

    /// <summary>What the call was given, r4 first; or what the record says (<see cref="RecordKind"/>).</summary>
    public Span<ulong> Arguments => _arguments.AsSpan(0, _argumentCount);

    /// <summary>What the call returned, r4 first; or the table's fingerprint.</summary>
    public Span<ulong> Outputs => _outputs.AsSpan(0, _outputCount);

    /// <summary>
    /// Sets how many arguments there are, 0 to <see cref="MaxWords"/>; their values are then written into <see cref="Arguments"/>.
    /// </summary>
    public int ArgumentCount
    {
        get => _argumentCount;
        set => _argumentCount = CheckedCount(value);
    }

    /// <summary>
    /// Sets how many outputs there are, 0 to <see cref="MaxWords"/>; their values are then written into <see cref="Outputs"/>.
    /// </summary>
    public int OutputCount
    {
        get => _outputCount;
        set => _outputCount = CheckedCount(value);
    }

    /// <summary>For H_BULK_REMOVE: how many requests the arguments hold, the ending word not counted.</summary>
    public int RequestCount => _argumentCount / 2;

    /// <summary>The record as a line of the CSV form, without the line ending.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Kind.Letter()).Append(',');
        if (Vcpu != NoVcpu)
            text.Append(CultureInfo.InvariantCulture, $"{Vcpu}");
        text.Append(',');
        bool inDecimal = Kind >= RecordKind.Allocate;
        for (int i = 0; i < _argumentCount; i++)
            text.Append(i == 0 ? "" : " ").Append(_arguments[i].ToString(inDecimal ? "d" : "x", CultureInfo.InvariantCulture));
        text.Append(',');
        if (HasResult)
            text.Append(CultureInfo.InvariantCulture, $"{Result}");
        text.Append(',');
        for (int i = 0; i < _outputCount; i++)
            text.Append(i == 0 ? "" : " ").Append(_outputs[i].ToString(Kind.HasFingerprint() ? "x16" : "x", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    /// <summary>Makes this an empty record of <paramref name="kind"/>.</summary>
    internal void Clear(RecordKind kind)
    {
        Kind = kind;
        Vcpu = NoVcpu;
        HasResult = false;
        Result = 0;
        _argumentCount = 0;
        _outputCount = 0;
    }

    private static int CheckedCount(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxWords);
        return value;
    }
}
