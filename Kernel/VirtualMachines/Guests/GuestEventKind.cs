// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines.Guests;

/// <summary>What happened on a processor that runs a guest.</summary>
public enum GuestEventKind
{
    /// <summary>The host has let the guest in.</summary>
    Entered,

    /// <summary>The hypervisor has taken over, in real mode; it may let the guest go on without the host.</summary>
    Left,

    /// <summary>The guest goes on with the answer to a hypercall.</summary>
    HypercallAnswered,

    /// <summary>The guest has taken an interrupt.</summary>
    Interrupted,
}
