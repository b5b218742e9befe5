// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Cli.Output;

/// <summary>The kinds of lines of <c>kvmhv run</c>.</summary>
internal enum RunEventKind
{
    /// <summary>The example said what user space does.</summary>
    Said,

    /// <summary>A claim of the example holds.</summary>
    Claimed,

    /// <summary>A claim of the example does not hold.</summary>
    Failed,

    /// <summary>The kernel pinned a page of the process.</summary>
    Pinned,

    /// <summary>A vcpu entered the guest.</summary>
    Entered,

    /// <summary>A vcpu exited to the hypervisor.</summary>
    Left,

    /// <summary>A hypercall returned to the guest.</summary>
    HypercallAnswered,

    /// <summary>The guest took an interrupt.</summary>
    Interrupted,
}
