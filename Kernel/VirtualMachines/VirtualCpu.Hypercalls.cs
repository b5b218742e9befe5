// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;

namespace Kernel.VirtualMachines;

/// <content>The hypercalls by name, as a guest makes them (LoPAR, chapter 14).</content>
public sealed partial class VirtualCpu
{
    /// <summary>H_ENTER (<c>kvmppc_h_enter</c>): puts an entry into the hashed page table. r4 gets the index of the entry taken.</summary>
    /// <param name="flags"><see cref="HypercallOptions.Exact"/>, or none: any free entry of the group.</param>
    /// <param name="index">The index of an entry; without the flag, any entry of the group.</param>
    /// <param name="first">The first doubleword, V.</param>
    /// <param name="second">The second doubleword, R, with a guest address.</param>
    public HypercallOutcome Enter(HypercallOptions flags, ulong index, ulong first, ulong second) =>
        Hypercall(HypercallNumber.Enter, (ulong)flags, index, first, second);

    /// <summary>H_ENTER (<c>kvmppc_h_enter</c>): puts an entry into the hashed page table. r4 gets the index of the entry taken.</summary>
    /// <param name="flags"><see cref="HypercallOptions.Exact"/>, or none: any free entry of the group.</param>
    /// <param name="index">The index of an entry; without the flag, any entry of the group.</param>
    /// <param name="entry">The entry, with a guest address.</param>
    public HypercallOutcome Enter(HypercallOptions flags, ulong index, HptEntry entry) => Enter(flags, index, entry.First, entry.Second);

    /// <summary>H_REMOVE (<c>kvmppc_h_remove</c>): invalidates an entry. r4 and r5 get the entry that was there.</summary>
    /// <param name="flags"><see cref="HypercallOptions.Avpn"/>, <see cref="HypercallOptions.AndCondition"/>, <see
    /// cref="HypercallOptions.Local"/>.</param>
    /// <param name="index">The index of the entry.</param>
    /// <param name="condition">The AVPN, or the bits none of which may be set, as the flags say.</param>
    public HypercallOutcome Remove(HypercallOptions flags, ulong index, ulong condition = 0) =>
        Hypercall(HypercallNumber.Remove, (ulong)flags, index, condition);

    /// <summary>
    /// H_READ (<c>kvmppc_h_read</c>): r4 and r5 get the entry; with <see cref="HypercallOptions.ReadFour"/>, r4 to r11 four of them.
    /// </summary>
    /// <param name="flags"><see cref="HypercallOptions.ReadFour"/>, <see cref="HypercallOptions.LogicalPage"/>.</param>
    /// <param name="index">The index of the entry.</param>
    public HypercallOutcome Read(HypercallOptions flags, ulong index) => Hypercall(HypercallNumber.Read, (ulong)flags, index);

    /// <summary>H_PROTECT (<c>kvmppc_h_protect</c>): changes the protection of an entry.</summary>
    /// <param name="flags"><see cref="HypercallOptions.Avpn"/>, <see cref="HypercallOptions.Local"/>.</param>
    /// <param name="index">The index of the entry.</param>
    /// <param name="protection">PP0, key, N and PP, at their places in the flags of the hypercall.</param>
    /// <param name="avpn">The AVPN, if the flags ask for it.</param>
    public HypercallOutcome Protect(HypercallOptions flags, ulong index, ulong protection, ulong avpn = 0) =>
        Hypercall(HypercallNumber.Protect, (ulong)flags | protection, index, avpn);

    /// <summary>H_BULK_REMOVE (<c>kvmppc_h_bulk_remove</c>): invalidates up to four entries. r4 to r11 get what became of each.</summary>
    /// <param name="pairs">Up to four pairs of specifier and operand.</param>
    /// <exception cref="ArgumentException">There is half a pair, or there are more than four pairs.</exception>
    public HypercallOutcome BulkRemove(params ReadOnlySpan<ulong> pairs) =>
        Hypercall(HypercallNumber.BulkRemove, HypercallArguments.CheckPairs(pairs));

    /// <summary>H_PUT_TCE (<c>kvmppc_h_put_tce</c>): writes an entry of a table of I/O translations.</summary>
    /// <param name="bus">The logical I/O bus number (LIOBN).</param>
    /// <param name="address">The I/O address.</param>
    /// <param name="entry">The entry.</param>
    public HypercallOutcome PutTce(ulong bus, ulong address, ulong entry) => Hypercall(HypercallNumber.PutTce, bus, address, entry);

    /// <summary>H_SET_DABR (<c>kvmppc_h_set_dabr</c>): sets the data address breakpoint.</summary>
    public HypercallOutcome SetDabr(ulong value) => Hypercall(HypercallNumber.SetDabr, value);

    /// <summary>
    /// H_REGISTER_VPA (<c>do_h_register_vpa</c>): registers an area that a vcpu shares with its hypervisor, or takes it back.
    /// </summary>
    /// <param name="flags">The function, in bits 45 to 47 counted from the least significant.</param>
    /// <param name="processor">The vcpu.</param>
    /// <param name="address">The guest address of the area.</param>
    public HypercallOutcome RegisterVpa(ulong flags, ulong processor, ulong address) =>
        Hypercall(HypercallNumber.RegisterVpa, flags, processor, address);

    /// <summary>H_CEDE (<c>kvmppc_h_cede</c>): waits for an interrupt or a prod.</summary>
    public HypercallOutcome Cede() => Hypercall(HypercallNumber.Cede);

    /// <summary>H_CONFER: lends the processor to another vcpu, which must exist. The kernel does nothing else.</summary>
    /// <param name="processor">The vcpu.</param>
    /// <param name="dispatchCount">Its yield count.</param>
    public HypercallOutcome Confer(ulong processor, ulong dispatchCount) => Hypercall(HypercallNumber.Confer, processor, dispatchCount);

    /// <summary>H_PROD: wakes a vcpu that has ceded.</summary>
    /// <param name="processor">The vcpu.</param>
    public HypercallOutcome Prod(ulong processor) => Hypercall(HypercallNumber.Prod, processor);
}
