// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Cli.Output;

/// <summary>Converts events to the lines of <c>kvmhv run</c>.</summary>
internal static class RunEvents
{
    /// <summary>The line for a page that was pinned.</summary>
    public static RunEvent Of(PagePin pin) => new(
        RunEventKind.Pinned,
        Invariant($"the page at user address 0x{pin.UserAddress:x}: real address 0x{pin.RealAddress:x}, {SizeName(pin.Size)}"))
    {
        UserAddress = Hex(pin.UserAddress),
        RealAddress = Hex(pin.RealAddress),
        Size = pin.Size,
    };

    /// <summary>The line for an event of a guest.</summary>
    public static RunEvent Of(GuestEvent guestEvent)
    {
        RunEvent line = guestEvent switch
        {
            GuestEvent.Left left => Left(left),
            GuestEvent.HypercallAnswered answered => Answered(answered),
            GuestEvent.Interrupted interrupted => Interrupted(interrupted),
            _ => new RunEvent(RunEventKind.Entered, Invariant($"enters the guest on hardware thread {guestEvent.HardwareThread}")),
        };
        return line with { Vcpu = guestEvent.Vcpu, HardwareThread = guestEvent.HardwareThread };
    }

    private static RunEvent Left(GuestEvent.Left left)
    {
        string reason = left.Hypercall is not { } number ? left.Interrupt.Name
            : number == HypercallNumber.Stop ? "end of the program"
            : number.Name;
        return new RunEvent(RunEventKind.Left, "exits to the hypervisor: " + reason)
        {
            Trap = Hex((ulong)left.Interrupt),
            Hypercall = left.Hypercall?.Name,
        };
    }

    private static RunEvent Answered(GuestEvent.HypercallAnswered answered)
    {
        string by = !answered.ByHost ? "in real mode"
            : HasRealModeHandler(answered.Hypercall) ? "by the host, after H_TOO_HARD in real mode"
            : "by the host";
        return new RunEvent(RunEventKind.HypercallAnswered, $"{answered.Hypercall.Name}: {answered.Result.Name}, {by}")
        {
            Hypercall = answered.Hypercall.Name,
            Result = (long)answered.Result,
            AnsweredBy = answered.ByHost ? "host" : "realMode",
        };
    }

    private static RunEvent Interrupted(GuestEvent.Interrupted interrupted)
    {
        bool hasAddress = interrupted.Interrupt is InterruptVector.DataStorage or InterruptVector.DataSegment;
        string place = hasAddress ? Invariant($" at 0x{interrupted.Dar:x}") : "";
        return new RunEvent(RunEventKind.Interrupted, "takes an interrupt in the guest: " + interrupted.Interrupt.Name + place)
        {
            Trap = Hex((ulong)interrupted.Interrupt),
            Address = hasAddress ? Hex(interrupted.Dar) : null,
        };
    }

    // Real mode handles these calls and returns H_TOO_HARD for those that it cannot complete. All other calls go to the host at once.
    private static bool HasRealModeHandler(HypercallNumber number) => number is HypercallNumber.Remove or HypercallNumber.Enter
        or HypercallNumber.Read or HypercallNumber.Protect or HypercallNumber.BulkRemove;

    private static string SizeName(ulong size) => size >= 1 << 20 ? Invariant($"{size >> 20} MB") : Invariant($"{size >> 10} KB");

    private static string Hex(ulong value) => value.ToString("x", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
