// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;

namespace Kernel.VirtualMachines.Guests;

/// <summary>
/// The program of a guest: a C# iterator that yields its instructions in order, and handlers for the interrupts that it expects.
/// </summary>
/// <remarks>
/// <code>
/// using static Kernel.VirtualMachines.Guests.GuestInstructions;
///
/// var program = new GuestProgram(Body).On(InterruptVector.DataStorage, Handler);
///
/// static IEnumerable&lt;GuestInstruction&gt; Body(GuestCpu cpu)
/// {
///     yield return cpu.Hypercall(HypercallNumber.Enter, 0, 0x1000, 0x4001_0000_0000_0005, 0x0100_0190);
///     if (cpu.Result != HypercallResult.Success)
///         yield break;
///     yield return Load(0x1000);
///     yield return Store(0x2000, cpu.Value + 1);
/// }
/// </code>
/// A handler runs with interrupts and translation off. When it ends, the guest returns to the interrupted instruction (rfid) and repeats
/// it, unless the handler called <see cref="GuestCpu.SkipInstruction"/>. An interrupt without a handler ends the program. Each vcpu that
/// loads the program runs it from the beginning, in an iterator of its own.
/// </remarks>
/// <param name="body">Makes the iterator.</param>
public sealed class GuestProgram(Func<GuestCpu, IEnumerable<GuestInstruction>> body)
{
    private const ulong MaxDecrementer = 0x7fff_ffff;

    private readonly Dictionary<InterruptVector, Func<GuestCpu, IEnumerable<GuestInstruction>>> _handlers = new()
    {
        [InterruptVector.Decrementer] = Rearm,
    };

    /// <summary>Makes the iterator.</summary>
    internal Func<GuestCpu, IEnumerable<GuestInstruction>> Body { get; } = body ?? throw new ArgumentNullException(nameof(body));

    /// <summary>Sets the handler of an interrupt. The decrementer has one by default, which only sets it to its maximum.</summary>
    /// <returns>This program.</returns>
    public GuestProgram On(InterruptVector interrupt, Func<GuestCpu, IEnumerable<GuestInstruction>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers[interrupt] = handler;
        return this;
    }

    /// <summary>The handler of an interrupt, or null.</summary>
    internal Func<GuestCpu, IEnumerable<GuestInstruction>>? HandlerOf(InterruptVector interrupt) => _handlers.GetValueOrDefault(interrupt);

    private static IEnumerable<GuestInstruction> Rearm(GuestCpu cpu)
    {
        yield return GuestInstructions.SetDecrementer(MaxDecrementer);
    }
}
