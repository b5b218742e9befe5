// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;

namespace Kernel.VirtualMachines.Guests;

/// <summary>
/// What a guest does: a C# iterator that yields one instruction after the other, and handlers for the interrupts that it expects.
/// </summary>
/// <remarks>
/// <code>
/// using static Kernel.VirtualMachines.Guests.GuestInstructions;
///
/// var program = new GuestProgram(Body).On(GuestInterrupt.DataStorage, Handler);
///
/// static IEnumerable&lt;GuestInstruction&gt; Body(GuestCpu cpu)
/// {
///     yield return cpu.Hypercall(Hypercalls.Enter, 0, 0x1000, 0x4001_0000_0000_0005, 0x0100_0190);
///     if (cpu.Result != 0)
///         yield break;
///     yield return Load(0x1000);
///     yield return Store(0x2000, cpu.Value + 1);
/// }
/// </code>
/// A handler runs with interrupts and translation off; at its end the guest goes on where it was interrupted (rfid), with the same
/// instruction once more unless the handler called <see cref="GuestCpu.SkipInstruction"/>. An interrupt without a handler ends the program.
/// Each vcpu that is given a program runs it from the beginning, in an iterator of its own.
/// </remarks>
/// <param name="body">What it does.</param>
public sealed class GuestProgram(Func<GuestCpu, IEnumerable<GuestInstruction>> body)
{
    private const ulong LongestDecrementer = 0x7fff_ffff;

    private readonly Dictionary<GuestInterrupt, Func<GuestCpu, IEnumerable<GuestInstruction>>> _handlers = new()
    {
        [GuestInterrupt.Decrementer] = WindUp,
    };

    /// <summary>What it does.</summary>
    internal Func<GuestCpu, IEnumerable<GuestInstruction>> Body { get; } = body ?? throw new ArgumentNullException(nameof(body));

    /// <summary>Sets a handler. There is one for the decrementer from the beginning, which only winds it up again.</summary>
    /// <returns>This program.</returns>
    public GuestProgram On(GuestInterrupt interrupt, Func<GuestCpu, IEnumerable<GuestInstruction>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers[interrupt] = handler;
        return this;
    }

    /// <summary>The handler of an interrupt, or null.</summary>
    internal Func<GuestCpu, IEnumerable<GuestInstruction>>? HandlerOf(GuestInterrupt interrupt) => _handlers.GetValueOrDefault(interrupt);

    private static IEnumerable<GuestInstruction> WindUp(GuestCpu cpu)
    {
        yield return GuestInstructions.SetDecrementer(LongestDecrementer);
    }
}
