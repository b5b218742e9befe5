// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Output;

/// <summary>A line of <c>kvmhv run</c>. Addresses are hexadecimal text, because JSON numbers do not hold 64 bits everywhere.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Text">The line as text.</param>
internal sealed record RunEvent(RunEventKind Kind, string Text)
{
    /// <summary>The position among all events, from 1.</summary>
    public long Number { get; init; }

    /// <summary>The number of the vcpu.</summary>
    public int? Vcpu { get; init; }

    /// <summary>The number of the hardware thread that the vcpu runs on.</summary>
    public int? HardwareThread { get; init; }

    /// <summary>The vector of the interrupt, in hexadecimal.</summary>
    public string? Trap { get; init; }

    /// <summary>The name of the hypercall.</summary>
    public string? Hypercall { get; init; }

    /// <summary>The return code of the hypercall.</summary>
    public long? Result { get; init; }

    /// <summary>Where the hypercall was answered: <c>host</c> or <c>realMode</c>.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>The effective address of the load or store that was interrupted.</summary>
    public string? Address { get; init; }

    /// <summary>The user address of a pinned page.</summary>
    public string? UserAddress { get; init; }

    /// <summary>The real address of a pinned page.</summary>
    public string? RealAddress { get; init; }

    /// <summary>The size of a pinned page, in bytes.</summary>
    public ulong? Size { get; init; }
}
