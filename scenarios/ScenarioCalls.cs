// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.PageTables;
using Kernel.VirtualMachines;

namespace Kernel.Scenarios;

/// <summary>The hypercalls that scenarios make, and their answers in words.</summary>
internal static class ScenarioCalls
{
    /// <summary>The bytes of a 16 MB page.</summary>
    public const ulong HugePageSize = 16ul << 20;

    /// <summary>H_REMOVE: only if none of the bits in r6 is set in the entry.</summary>
    public const ulong AndCondition = 1ul << 30;

    private const int FirstArgument = 4;
    private const int LastArgument = 12;
    private const ulong Exact = 1ul << 39;
    private const ulong ReadOnly = 3;

    /// <summary>Makes a hypercall: arguments in r4 and up, 0 in the rest.</summary>
    public static HypercallOutcome Call(this VirtualCpu vcpu, ulong number, params ReadOnlySpan<ulong> arguments)
    {
        for (int register = FirstArgument; register <= LastArgument; register++)
            vcpu.Gpr[register] = register - FirstArgument < arguments.Length ? arguments[register - FirstArgument] : 0;
        return vcpu.Hypercall(number);
    }

    /// <summary>H_ENTER, at exactly this index.</summary>
    public static HypercallOutcome Enter(this VirtualCpu vcpu, int index, ulong first, ulong second) =>
        vcpu.Call(Hypercalls.Enter, Exact, (ulong)index, first, second);

    /// <summary>H_ENTER of a 16 MB page.</summary>
    public static HypercallOutcome EnterHugePage(this VirtualCpu vcpu, int index, ulong guestAddress) =>
        vcpu.Enter(index, HptPageSize.Size16M, guestAddress);

    /// <summary>H_ENTER of a 64 KB page.</summary>
    public static HypercallOutcome Enter64K(this VirtualCpu vcpu, int index, ulong guestAddress) =>
        vcpu.Enter(index, HptPageSize.Size64K, guestAddress);

    /// <summary>H_PROTECT against stores.</summary>
    public static HypercallOutcome MakeReadOnly(this VirtualCpu vcpu, int index) => vcpu.Call(Hypercalls.Protect, ReadOnly, (ulong)index);

    /// <summary>H_REGISTER_VPA: 1 registers the area that a vcpu shares with its hypervisor, 5 takes it back.</summary>
    public static HypercallOutcome RegisterArea(this VirtualCpu vcpu, ulong function, int processor, ulong guestAddress = 0) =>
        vcpu.Call(Hypercalls.RegisterVpa, function << 45, (ulong)processor, guestAddress);

    /// <summary>The answer, and who gave it.</summary>
    public static string InWords(this HypercallOutcome outcome) => outcome.Path switch
    {
        HypercallPath.RealMode => Name(outcome.Result) + ", in real mode",
        HypercallPath.VirtualMode => Name(outcome.Result) + ", by the host",
        HypercallPath.UserSpace => "left to user space",
        _ => "left to the guest",
    };

    /// <summary>A number as the original's messages have it.</summary>
    public static string Hex(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    // In segment 0, which no scenario translates by.
    private static HypercallOutcome Enter(this VirtualCpu vcpu, int index, HptPageSize pageSize, ulong guestAddress)
    {
        HptEntry entry = Isa206Format.Instance.Encode(new HptTranslation(HptSegmentSize.Size256M, 0, pageSize, guestAddress));
        return vcpu.Enter(index, entry.First, entry.Second | HptEntry.CoherentBit);
    }

    private static string Name(long result) => result switch
    {
        0 => "H_SUCCESS",
        -4 => "H_PARAMETER",
        -6 => "H_PTEG_FULL",
        -7 => "H_NOT_FOUND",
        -16 => "H_RESOURCE",
        _ => result.ToString(CultureInfo.InvariantCulture),
    };
}
