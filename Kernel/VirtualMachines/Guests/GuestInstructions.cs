// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;

namespace Kernel.VirtualMachines.Guests;

/// <summary>
/// The instructions that a program can yield, besides hypercalls (<see cref="GuestCpu.Hypercall"/>). Import them with <c>using static</c>.
/// </summary>
public static class GuestInstructions
{
    private const int Doubleword = 8;

    /// <summary>Does nothing, and lets other processors run: for loops that wait.</summary>
    public static GuestInstruction Pause() => new(GuestOperation.Pause);

    /// <summary>Loads from an effective address, into <see cref="GuestCpu.Value"/>.</summary>
    /// <param name="address">A multiple of <paramref name="bytes"/>.</param>
    /// <param name="bytes">1, 2, 4 or 8.</param>
    public static GuestInstruction Load(ulong address, int bytes = Doubleword) =>
        new(GuestOperation.Load, address, 0, Checked(address, bytes));

    /// <summary>Stores to an effective address.</summary>
    /// <param name="address">A multiple of <paramref name="bytes"/>.</param>
    /// <param name="value">The value.</param>
    /// <param name="bytes">1, 2, 4 or 8.</param>
    public static GuestInstruction Store(ulong address, ulong value, int bytes = Doubleword) =>
        new(GuestOperation.Store, address, value, Checked(address, bytes));

    /// <summary>Fetches an instruction from an effective address, as a branch to it would; the program continues in any case.</summary>
    public static GuestInstruction Fetch(ulong address) => new(GuestOperation.Fetch, address, 0, Checked(address & ~3ul, 4));

    /// <summary>Sets the MSR: translation, problem state, external interrupts.</summary>
    public static GuestInstruction SetMsr(ulong value) => new(GuestOperation.SetMsr, value);

    /// <summary>Sets the decrementer, which counts down at 512 MHz and interrupts below 0.</summary>
    public static GuestInstruction SetDecrementer(ulong value) => new(GuestOperation.SetDecrementer, value);

    /// <summary>Sets the authority mask register.</summary>
    public static GuestInstruction SetAmr(ulong value) => new(GuestOperation.SetAmr, value);

    /// <summary>Sets the user authority mask override register: which bits of the AMR problem state may change.</summary>
    public static GuestInstruction SetUamor(ulong value) => new(GuestOperation.SetUamor, value);

    /// <summary>slbmte: makes an SLB entry.</summary>
    /// <param name="rb">ESID, V and the index.</param>
    /// <param name="rs">B, VSID, Ks, Kp, N, L, C and LP.</param>
    public static GuestInstruction SlbInsert(ulong rb, ulong rs) => new(GuestOperation.SlbInsert, rb, rs);

    /// <summary>slbie: invalidates the entry of a segment.</summary>
    public static GuestInstruction SlbInvalidate(ulong rb) => new(GuestOperation.SlbInvalidate, rb);

    /// <summary>slbia: invalidates all entries but the first.</summary>
    public static GuestInstruction SlbInvalidateAll() => new(GuestOperation.SlbInvalidateAll);

    private static int Checked(ulong address, int bytes)
    {
        if (bytes is not (1 or 2 or 4 or Doubleword))
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "Expected 1, 2, 4 or 8.");
        if (address % (ulong)bytes != 0)
            throw new ArgumentException($"address is 0x{address:x}; expected a multiple of {bytes}.", nameof(address));
        return bytes;
    }
}
