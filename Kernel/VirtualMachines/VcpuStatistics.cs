// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>What has happened to a vcpu so far (<c>struct kvm_vcpu_stat</c>).</summary>
/// <param name="Exits">Exits from the guest that the host handled.</param>
/// <param name="SignalExits">Runs that a signal ended.</param>
/// <param name="DecrementerExits">Exits because the host wanted its core back.</param>
/// <param name="ExternalExits">Exits for an external interrupt of the host.</param>
/// <param name="HaltWakeups">Wake-ups of the vcpu after it had ceded.</param>
/// <param name="QueuedInterrupts">Interrupts that were queued for the guest.</param>
public readonly record struct VcpuStatistics(
    uint Exits, uint SignalExits, uint DecrementerExits, uint ExternalExits, uint HaltWakeups, uint QueuedInterrupts);
