// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kernel.PageTables;
using Kernel.VirtualMachines;

namespace Kernel.Scenarios.Running;

/// <summary>The calls that scenarios make, and their results as text.</summary>
internal static class ScenarioCalls
{
    /// <summary>The bytes of a 16 MB page.</summary>
    public const ulong HugePageSize = 16ul << 20;

    private const ulong ReadOnly = 3;

    /// <summary>H_ENTER, at exactly this index.</summary>
    public static HypercallOutcome Enter(this VirtualCpu vcpu, int index, ulong first, ulong second) =>
        vcpu.Enter(HypercallOptions.Exact, (ulong)index, first, second);

    /// <summary>H_ENTER of a 16 MB page.</summary>
    public static HypercallOutcome EnterHugePage(this VirtualCpu vcpu, int index, ulong guestAddress) =>
        vcpu.Enter(index, HptPageSize.Size16M, guestAddress);

    /// <summary>H_ENTER of a 64 KB page.</summary>
    public static HypercallOutcome Enter64K(this VirtualCpu vcpu, int index, ulong guestAddress) =>
        vcpu.Enter(index, HptPageSize.Size64K, guestAddress);

    /// <summary>H_PROTECT that makes a page read-only.</summary>
    public static HypercallOutcome MakeReadOnly(this VirtualCpu vcpu, int index) =>
        vcpu.Protect(HypercallOptions.None, (ulong)index, ReadOnly);

    /// <summary>H_REGISTER_VPA: function 1 registers the area that a vcpu shares with the hypervisor, function 5 deregisters it.</summary>
    public static HypercallOutcome RegisterArea(this VirtualCpu vcpu, ulong function, int processor, ulong guestAddress = 0) =>
        vcpu.RegisterVpa(function << 45, (ulong)processor, guestAddress);

    /// <summary>The result of creating a virtual machine.</summary>
    public static KvmResult ResultOfCreating(KvmSystem system)
    {
        system.TryCreateVirtualMachine(out _, out KvmResult result);
        return result;
    }

    /// <summary>The result of creating a vcpu.</summary>
    public static KvmResult ResultOfCreating(VirtualMachine machine, int id) => ResultOfCreating(machine, (uint)id);

    /// <summary>The result of creating a vcpu, with a number of 64 bits.</summary>
    public static KvmResult ResultOfCreating(VirtualMachine machine, ulong id)
    {
        machine.TryCreateVcpu(id, out _, out KvmResult result);
        return result;
    }

    /// <summary>The result, and where the call was answered.</summary>
    public static string InWords(this HypercallOutcome outcome) => outcome.Path switch
    {
        HypercallPath.RealMode => outcome.Result.Name + ", in real mode",
        HypercallPath.VirtualMode => outcome.Result.Name + ", by the host",
        HypercallPath.UserSpace => "left to user space",
        _ => "left to the guest",
    };

    /// <summary>A number in hexadecimal, with 0x.</summary>
    public static string Hex(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    // In segment 0: no scenario translates addresses with these entries.
    private static HypercallOutcome Enter(this VirtualCpu vcpu, int index, HptPageSize pageSize, ulong guestAddress)
    {
        HptEntry entry = Isa206Format.Instance.Encode(new HptTranslation(HptSegmentSize.Size256M, 0, pageSize, guestAddress));
        return vcpu.Enter(index, entry.First, entry.Second | HptEntry.CoherentBit);
    }
}
