// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;

namespace Kernel.Cli.Output;

/// <summary>What happened, in words.</summary>
internal static class RunEvents
{
    private const int SystemCall = 0xc00;

    private static readonly Dictionary<int, string> TrapNames = new()
    {
        [0x100] = "system reset",
        [0x200] = "machine check",
        [0x300] = "data storage",
        [0x380] = "data segment",
        [0x400] = "instruction storage",
        [0x480] = "instruction segment",
        [0x500] = "external interrupt",
        [0x700] = "program",
        [0x900] = "decrementer",
        [0x980] = "hypervisor decrementer",
        [SystemCall] = "system call",
        [0xe00] = "hypervisor data storage",
        [0xe20] = "hypervisor instruction storage",
    };

    private static readonly Dictionary<ulong, string> HypercallNames = new()
    {
        [Hypercalls.Remove] = "H_REMOVE",
        [Hypercalls.Enter] = "H_ENTER",
        [Hypercalls.Read] = "H_READ",
        [Hypercalls.Protect] = "H_PROTECT",
        [Hypercalls.PutTce] = "H_PUT_TCE",
        [Hypercalls.SetDabr] = "H_SET_DABR",
        [Hypercalls.RegisterVpa] = "H_REGISTER_VPA",
        [Hypercalls.Cede] = "H_CEDE",
        [Hypercalls.Confer] = "H_CONFER",
        [Hypercalls.Prod] = "H_PROD",
        [Hypercalls.BulkRemove] = "H_BULK_REMOVE",
    };

    private static readonly Dictionary<long, string> ResultNames = new()
    {
        [0] = "H_SUCCESS",
        [-1] = "H_HARDWARE",
        [-2] = "H_FUNCTION",
        [-4] = "H_PARAMETER",
        [-6] = "H_PTEG_FULL",
        [-7] = "H_NOT_FOUND",
        [-16] = "H_RESOURCE",
    };

    /// <summary>A page that was pinned.</summary>
    public static RunEvent Of(PagePin pin) => new(
        RunEventKind.Pinned, Invariant($"the page at user address 0x{pin.UserAddress:x}: real address 0x{pin.RealAddress:x}, {SizeName(pin.Size)}"))
    {
        UserAddress = Hex(pin.UserAddress),
        RealAddress = Hex(pin.RealAddress),
        Size = pin.Size,
    };

    /// <summary>Something on a processor that runs a guest.</summary>
    public static RunEvent Of(GuestEvent happened)
    {
        RunEvent described = happened.Kind switch
        {
            GuestEventKind.Entered => new RunEvent(RunEventKind.Entered, Invariant($"goes on in the guest, on hardware thread {happened.HardwareThread}")),
            GuestEventKind.Left => Left(happened),
            GuestEventKind.HypercallAnswered => Answered(happened),
            _ => Interrupted(happened),
        };
        return described with { Vcpu = happened.Vcpu, HardwareThread = happened.HardwareThread };
    }

    private static RunEvent Left(GuestEvent happened)
    {
        bool isHypercall = happened.Vector == SystemCall;
        string reason = !isHypercall ? TrapName(happened.Vector) : happened.First == Hypercalls.Stop ? "end of the program" : HypercallName(happened.First);
        return new RunEvent(RunEventKind.Left, "to the hypervisor: " + reason)
        {
            Trap = Hex((ulong)happened.Vector),
            Hypercall = isHypercall ? HypercallName(happened.First) : null,
        };
    }

    private static RunEvent Answered(GuestEvent happened)
    {
        long result = (long)happened.Second;
        string name = ResultNames.GetValueOrDefault(result) ?? Invariant($"{result}");
        string by = !happened.ByHost ? "in real mode" : RealModeKnows(happened.First) ? "by the host, after H_TOO_HARD in real mode" : "by the host";
        return new RunEvent(RunEventKind.HypercallAnswered, $"{HypercallName(happened.First)}: {name}, {by}")
        {
            Hypercall = HypercallName(happened.First),
            Result = result,
            AnsweredBy = happened.ByHost ? "host" : "realMode",
        };
    }

    private static RunEvent Interrupted(GuestEvent happened)
    {
        bool hasAddress = (GuestInterrupt)happened.Vector is GuestInterrupt.DataStorage or GuestInterrupt.DataSegment;
        string place = hasAddress ? Invariant($" at 0x{happened.First:x}") : "";
        return new RunEvent(RunEventKind.Interrupted, "to the guest's own handler: " + TrapName(happened.Vector) + place)
        {
            Trap = Hex((ulong)happened.Vector),
            Address = hasAddress ? Hex(happened.First) : null,
        };
    }

    // What these cannot do in real mode, they leave to the host by H_TOO_HARD; the others are the host's or never.
    private static bool RealModeKnows(ulong number) =>
        number is Hypercalls.Remove or Hypercalls.Enter or Hypercalls.Read or Hypercalls.Protect or Hypercalls.BulkRemove;

    private static string SizeName(ulong size) => size >= 1 << 20 ? Invariant($"{size >> 20} MB") : Invariant($"{size >> 10} KB");

    private static string TrapName(int vector) => TrapNames.GetValueOrDefault(vector) ?? Invariant($"interrupt 0x{vector:x}");

    private static string HypercallName(ulong number) => HypercallNames.GetValueOrDefault(number) ?? Invariant($"hypercall 0x{number:x}");

    private static string Hex(ulong value) => value.ToString("x", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
