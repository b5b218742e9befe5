// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;
using static Linux.include.linux.mutex_h;
using static Linux.include.linux.srcu_h;

namespace Kernel.Tests.Errata;

/// <summary>E22 and E41: the creation of I/O translation tables, and their end.</summary>
[TestFixture]
public sealed unsafe class IoTableErrataTests : SystemFixture
{
    private const ulong Bus = 0x7100_0001;
    private const uint OnePage = 2 << 20;       // on a host with 4 KB pages
    private const string Table = "struct kvmppc_spapr_tce_table";

    [Test]
    public void E22_CorrectedOnlyOneOfTwoCallersGetsTheBus()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Corrected);
        (KvmResult Result, TceTable? Table)[] created = CreateTwiceAtOnce(guest);
        Assert.That(created.Select(one => one.Result), Is.EquivalentTo(new[] { Errno.Success, Errno.Busy }));
        Close(created);
    }

    [Test]
    public void E22_AsWrittenBothCallersGetTheBus()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Of(Erratum.E22));
        (KvmResult Result, TceTable? Table)[] created = CreateTwiceAtOnce(guest);
        Assert.That(
            created.Select(one => one.Result), Is.All.EqualTo(Errno.Success),
            "each caller checked for duplicates before the other was listed");
        Close(created);
    }

    [Test]
    public void E22_CorrectedATableWithoutADescriptorIsFreed()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Corrected);
        CreateWithoutDescriptor(guest);
        Assert.That(guest.Machine.CreateTable(Bus, OnePage, out TceTable? table), Is.EqualTo(Errno.Success), "the bus is free");
        table!.Dispose();
    }

    [Test]
    public void E22_AsWrittenATableWithoutADescriptorLeaks()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Of(Erratum.E22));
        CreateWithoutDescriptor(guest);
        Assert.That(guest.Machine.CreateTable(Bus, OnePage, out _), Is.EqualTo(Errno.Busy), "the bus has a table that cannot be closed");
        var leaks = Assert.Throws<NativeLeakException>(SwitchOff, "the table keeps its machine alive");
        Assert.That(leaks!.Message, Does.Contain(Table).And.Contain("HPT"));
    }

    [TestCase(OnePage + 1)]
    [TestCase(0x1800u)]
    [TestCase(0u)]
    public void E22_CorrectedAnEmptyWindowOrAPartialEntryIsRefused(uint window)
    {
        Guest guest = BootWithoutMemory(ErrataSet.Corrected);
        Assert.That(guest.Machine.CreateTable(Bus, window, out TceTable? table), Is.EqualTo(Errno.Invalid));
        Assert.That(table, Is.Null);
    }

    [Test]
    public void E22_AsWrittenAWindowCanExtendBeyondItsTable()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Of(Erratum.E22));
        _ = guest.Machine.CreateTceTable(Bus, OnePage + 1);
        Assert.That(
            OopsOf(() => guest.Cpu.Hypercall(HypercallNumber.PutTce, Bus, OnePage, 0)),
            Is.EqualTo("kernel oops: access outside pages: index 1, length 1"),
            "the window is one byte larger than the table translates");
    }

    [Test]
    public void E41_CorrectedATableIsFreedWhenNoVcpuIsInRealMode()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Corrected);
        TceTable table = guest.Machine.CreateTceTable(Bus, OnePage);
        srcu_struct* users = &guest.Machine.Kvm->srcu;
        int inRealMode = srcu_read_lock(users);         // as a vcpu holds it from before the entry to after the exit
        Task closing = Task.Run(table.Dispose);
        GuestRuns.Await(() => guest.Machine.IsSlotChangeWaiting || closing.IsCompleted, "the table waits for the vcpu");

        Assert.That(closing.IsCompleted, Is.False, "the vcpu may be using the table");
        Assert.That(IsAllocated(), Is.True);
        srcu_read_unlock(users, inRealMode);
        Assert.That(closing.Wait(TimeSpan.FromMinutes(1)), Is.True, "the vcpu has left real mode");
        Assert.That(IsAllocated(), Is.False);
    }

    [Test]
    public void E41_AsWrittenATableIsFreedWhileAVcpuMayUseIt()
    {
        Guest guest = BootWithoutMemory(ErrataSet.Of(Erratum.E41));
        TceTable table = guest.Machine.CreateTceTable(Bus, OnePage);
        kvmppc_spapr_tce_table* stt = kvmppc_spapr_tce_table.list_entry(guest.Machine.Kvm->arch.spapr_tce_tables.next);
        srcu_struct* users = &guest.Machine.Kvm->srcu;
        int inRealMode = srcu_read_lock(users);
        table.Dispose();
        srcu_read_unlock(users, inRealMode);
        Assert.That(IsAllocated(), Is.False, "the table is freed, although a vcpu is in real mode");

        guest.Machine.Kvm->arch.spapr_tce_tables.next = &stt->list;     // what a vcpu has read before the table was unlinked
        Assert.That(
            OopsOf(() => guest.Cpu.Hypercall(HypercallNumber.PutTce, Bus + 1, 0, 1)),
            Is.EqualTo("kernel oops: use of a freed struct kvmppc_spapr_tce_table"), "the freed table leads nowhere");
    }

    private bool IsAllocated() => Booted.Heap.Live.Any(block => block.Name == Table);

    private Guest BootWithoutMemory(ErrataSet errata)
    {
        Boot(errata, pageShift: 12);
        return GuestWithoutMemory();
    }

    private void CreateWithoutDescriptor(Guest guest)
    {
        Booted.Instruments.Faults.FailNext(AllocationPoint.FileDescriptor, errno: -24);
        Assert.That(guest.Machine.CreateTable(Bus, OnePage, out TceTable? table), Is.EqualTo(Errno.TooManyFiles));
        Assert.That(table, Is.Null);
    }

    // Holds the lock of the next step until both callers have allocated a table, which they do after the check for duplicates.
    private (KvmResult Result, TceTable? Table)[] CreateTwiceAtOnce(Guest guest)
    {
        mutex_lock(&guest.Machine.Kvm->@lock);
        Task<(KvmResult, TceTable?)>[] callers = [Task.Run(() => Create(guest)), Task.Run(() => Create(guest))];
        GuestRuns.Await(() => Booted.Heap.Live.Count(block => block.Name == Table) == 2, "both callers have allocated a table");
        mutex_unlock(&guest.Machine.Kvm->@lock);
        return [callers[0].Result, callers[1].Result];
    }

    private static (KvmResult Result, TceTable? Table) Create(Guest guest)
    {
        KvmResult result = guest.Machine.CreateTable(Bus, OnePage, out TceTable? table);
        return (result, table);
    }

    private static void Close((KvmResult Result, TceTable? Table)[] created)
    {
        foreach ((_, TceTable? table) in created)
            table?.Dispose();
    }
}
