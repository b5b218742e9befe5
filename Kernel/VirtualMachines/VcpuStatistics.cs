// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.VirtualMachines;

/// <summary>What has happened to a vcpu so far (<c>struct kvm_vcpu_stat</c>).</summary>
/// <param name="Exits">Exits from the guest that the host looked at.</param>
/// <param name="SignalExits">Runs that a signal ended.</param>
/// <param name="DecrementerExits">Exits because the host wanted its core back.</param>
/// <param name="ExternalExits">Exits for an interrupt of the host's.</param>
/// <param name="HaltWakeups">Ends of a wait that somebody brought about.</param>
/// <param name="QueuedInterrupts">Interrupts that were put up for the guest.</param>
public readonly record struct VcpuStatistics(uint Exits, uint SignalExits, uint DecrementerExits, uint ExternalExits, uint HaltWakeups, uint QueuedInterrupts);
