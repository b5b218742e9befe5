// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Output;

/// <summary>What a line of <c>kvmhv run</c> is about.</summary>
internal enum RunEventKind
{
    /// <summary>User space says what it does.</summary>
    Said,

    /// <summary>The example has checked one of its claims.</summary>
    Claimed,

    /// <summary>One of its claims does not hold.</summary>
    Failed,

    /// <summary>The kernel has pinned a page of the process.</summary>
    Pinned,

    /// <summary>The host has let the guest in.</summary>
    Entered,

    /// <summary>The hypervisor has taken over.</summary>
    Left,

    /// <summary>The guest goes on with the answer to a hypercall.</summary>
    HypercallAnswered,

    /// <summary>The guest has taken an interrupt.</summary>
    Interrupted,
}
