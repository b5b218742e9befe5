// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Output;

/// <summary>A line of <c>kvmhv run</c>; addresses and traps are hexadecimal, for JSON numbers do not hold 64 bits everywhere.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">The same in words.</param>
internal sealed record RunEvent(RunEventKind Kind, string Text)
{
    /// <summary>Its place in the order of all that happened, from 1.</summary>
    public long Number { get; init; }

    /// <summary>The vcpu.</summary>
    public int? Vcpu { get; init; }

    /// <summary>The hardware thread that the vcpu is on.</summary>
    public int? HardwareThread { get; init; }

    /// <summary>The address of the interrupt's handler.</summary>
    public string? Trap { get; init; }

    /// <summary>The hypercall's name.</summary>
    public string? Hypercall { get; init; }

    /// <summary>The hypercall's return code.</summary>
    public long? Result { get; init; }

    /// <summary>Who answered it: <c>host</c> or <c>realMode</c>.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>The address that a guest's load or store was interrupted at.</summary>
    public string? Address { get; init; }

    /// <summary>Where a pinned page was looked up.</summary>
    public string? UserAddress { get; init; }

    /// <summary>A pinned page.</summary>
    public string? RealAddress { get; init; }

    /// <summary>Bytes of a pinned page.</summary>
    public ulong? Size { get; init; }
}
