// SPDX-License-Identifier: GPL-2.0-only
using Kernel.VirtualMachines.Guests;

namespace Kernel.VirtualMachines;

/// <summary>Why <see cref="VirtualCpu.Run"/> returned to user space: one of the cases below, each with its data.</summary>
public abstract record VcpuExit
{
    private VcpuExit()
    {
    }

    /// <summary>The guest's program has ended.</summary>
    public sealed record Stopped : VcpuExit
    {
        /// <inheritdoc/>
        public override string ToString() => "stopped";
    }

    /// <summary>
    /// A hypercall that the kernel does not know. Answer it with <see cref="VirtualCpu.AnswerHypercall"/> and run again; its arguments are
    /// r4 to r12 (<see cref="VirtualCpu.Gpr"/>), where results beyond r3 may be put.
    /// </summary>
    /// <param name="Number">The hypercall.</param>
    public sealed record Hypercall(HypercallNumber Number) : VcpuExit
    {
        /// <inheritdoc/>
        public override string ToString() => Number.Name;
    }

    /// <summary>The guest took an interrupt for which its program has no handler.</summary>
    /// <param name="Fault">The interrupt, and where it came from.</param>
    public sealed record Crashed(GuestFault Fault) : VcpuExit
    {
        /// <inheritdoc/>
        public override string ToString() => $"crashed: {Fault}";
    }

    /// <summary>
    /// The guest was interrupted, and the kernel does not know what to do about that: usually a machine check. Another run goes on where
    /// the guest was interrupted.
    /// </summary>
    /// <param name="Vector">The interrupt.</param>
    public sealed record UnknownInterrupt(InterruptVector Vector) : VcpuExit
    {
        /// <inheritdoc/>
        public override string ToString() => $"unknown interrupt: {Vector.Name}";
    }

    /// <summary>The thread was signalled (<see cref="VirtualCpu.Signal"/>): KVM_RUN returned EINTR.</summary>
    public sealed record Signalled : VcpuExit
    {
        /// <inheritdoc/>
        public override string ToString() => "signalled";
    }

    /// <summary>KVM_RUN failed; the guest did not run.</summary>
    /// <param name="Error">EINVAL: no suitable memory at guest address 0. EPERM: a PPC970 without a real mode area. EBUSY: the host uses
    /// all threads of a core.</param>
    public sealed record Failed(KvmResult Error) : VcpuExit
    {
        /// <inheritdoc/>
        public override string ToString() => $"failed: {Error}";
    }
}
