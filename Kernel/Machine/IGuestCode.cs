// SPDX-License-Identifier: GPL-2.0-only
namespace Kernel.Machine;

// Unsafe: the hardware thread that is passed lives while the machine is switched on (HardwareThreads).
/// <summary>Source of a hardware thread's instructions: is asked for one after the other, and told how each ended.</summary>
/// <remarks>One hardware thread at a time executes it, but not always the same one.</remarks>
internal interface IGuestCode
{
    /// <summary>The processor begins to execute, from the host or after a hypercall that was answered without it.</summary>
    /// <param name="thread">The processor.</param>
    /// <param name="fromHost">Whether the host has run in between.</param>
    unsafe void Enter(HardwareThread* thread, bool fromHost);

    /// <summary>The instruction at <see cref="HardwareThread.Nip"/>; returned again until it is completed.</summary>
    GuestInstruction Fetch();

    /// <summary>The instruction has been executed.</summary>
    /// <param name="value">What it loaded.</param>
    void Complete(ulong value);

    /// <summary>The processor takes an interrupt to the guest's own handler; SRR0 and SRR1 tell where from.</summary>
    /// <param name="vector">The handler's address.</param>
    void Interrupt(uint vector);

    /// <summary>The hypervisor takes over.</summary>
    /// <param name="vector">The interrupt that brought it in.</param>
    void Leave(uint vector);
}
