// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine;
using Kernel.PageTables;

namespace Kernel.VirtualMachines.Guests;

// Unsafe: Vcpu gives the kvm_vcpu to the program only, whose run keeps it; the pointer goes no further than to what loads its registers.
/// <content>The hypercalls of a guest: each is an instruction for the program to yield; <see cref="Result"/> has the answer.</content>
public sealed unsafe partial class GuestCpu
{
    /// <summary>Calls the hypervisor: the number goes to r3, the arguments to r4 and up, 0 to the rest up to r12.</summary>
    /// <exception cref="ArgumentException">There are more than nine arguments.</exception>
    public GuestInstruction Hypercall(HypercallNumber number, params ReadOnlySpan<ulong> arguments)
    {
        HypercallArguments.Load(Vcpu, number, arguments);
        return new GuestInstruction(GuestOperation.Hypercall);
    }

    /// <inheritdoc cref="VirtualCpu.Enter(HypercallOptions, ulong, ulong, ulong)"/>
    public GuestInstruction Enter(HypercallOptions flags, ulong index, ulong first, ulong second) =>
        Hypercall(HypercallNumber.Enter, (ulong)flags, index, first, second);

    /// <inheritdoc cref="VirtualCpu.Enter(HypercallOptions, ulong, HptEntry)"/>
    public GuestInstruction Enter(HypercallOptions flags, ulong index, HptEntry entry) => Enter(flags, index, entry.First, entry.Second);

    /// <inheritdoc cref="VirtualCpu.Remove"/>
    public GuestInstruction Remove(HypercallOptions flags, ulong index, ulong condition = 0) =>
        Hypercall(HypercallNumber.Remove, (ulong)flags, index, condition);

    /// <inheritdoc cref="VirtualCpu.Read"/>
    public GuestInstruction Read(HypercallOptions flags, ulong index) => Hypercall(HypercallNumber.Read, (ulong)flags, index);

    /// <inheritdoc cref="VirtualCpu.Protect"/>
    public GuestInstruction Protect(HypercallOptions flags, ulong index, ulong protection, ulong avpn = 0) =>
        Hypercall(HypercallNumber.Protect, (ulong)flags | protection, index, avpn);

    /// <inheritdoc cref="VirtualCpu.BulkRemove"/>
    public GuestInstruction BulkRemove(params ReadOnlySpan<ulong> pairs) =>
        Hypercall(HypercallNumber.BulkRemove, HypercallArguments.CheckPairs(pairs));

    /// <inheritdoc cref="VirtualCpu.PutTce"/>
    public GuestInstruction PutTce(ulong bus, ulong address, ulong entry) => Hypercall(HypercallNumber.PutTce, bus, address, entry);

    /// <inheritdoc cref="VirtualCpu.SetDabr"/>
    public GuestInstruction SetDabr(ulong value) => Hypercall(HypercallNumber.SetDabr, value);

    /// <inheritdoc cref="VirtualCpu.RegisterVpa"/>
    public GuestInstruction RegisterVpa(ulong flags, ulong processor, ulong address) =>
        Hypercall(HypercallNumber.RegisterVpa, flags, processor, address);

    /// <inheritdoc cref="VirtualCpu.Cede"/>
    public GuestInstruction Cede() => Hypercall(HypercallNumber.Cede);

    /// <inheritdoc cref="VirtualCpu.Confer"/>
    public GuestInstruction Confer(ulong processor, ulong dispatchCount) => Hypercall(HypercallNumber.Confer, processor, dispatchCount);

    /// <inheritdoc cref="VirtualCpu.Prod"/>
    public GuestInstruction Prod(ulong processor) => Hypercall(HypercallNumber.Prod, processor);
}
