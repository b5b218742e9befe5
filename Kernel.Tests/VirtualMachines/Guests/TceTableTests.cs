// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Machine;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Kernel.VirtualMachines.Guests;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines.Guests;

/// <summary>I/O translation tables that user space creates and maps, and a guest fills.</summary>
[TestFixture]
public sealed class TceTableTests : SystemFixture
{
    private const ulong Bus = 0x7100_0001;
    private const uint Window = 8 << 20;        // 2048 entries: four pages of a host with 4 KB pages
    private const int EntriesInPage = 512;

    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
        Boot(pageShift: 12, clock: new ManualClock());
        _guest = GuestWithMemory();
    }

    [Test]
    public void UserSpaceReadsTheEntriesThatTheGuestPuts()
    {
        using TceTable table = Create();
        ulong user = table.Map();
        var results = new List<HypercallResult>();
        int[] entries = [0, 1, EntriesInPage - 1, EntriesInPage, table.EntryCount - 1];
        Assert.That(_guest.Cpu.Run(Body), Is.InstanceOf<VcpuExit.Stopped>());

        Assert.That(results, Is.All.EqualTo(HypercallResult.Success));
        Assert.That(entries.Select(entry => Entry(user, entry)), Is.EqualTo(entries.Select(entry => 0x1000ul * (ulong)entry + 3)));
        Assert.That(
            Enumerable.Range(0, table.EntryCount).Count(entry => Entry(user, entry) != 0), Is.EqualTo(entries.Length),
            "no other entry is set");

        IEnumerable<GuestInstruction> Body(GuestCpu cpu)
        {
            foreach (int entry in entries)
            {
                yield return cpu.Hypercall(HypercallNumber.PutTce, Bus, (ulong)entry << 12, 0x1000ul * (ulong)entry + 3);
                results.Add(cpu.Result);
            }
        }
    }

    [Test]
    public void ASecondTableForABusIsRefused()
    {
        using TceTable table = Create();
        Assert.That(_guest.Machine.CreateTable(Bus, Window, out TceTable? second), Is.EqualTo(Errno.Busy));
        Assert.That(second, Is.Null);
        TceTable other = _guest.Machine.CreateTceTable(Bus + 1, Window);
        other!.Dispose();
    }

    [Test]
    public void ATableIsFreedWhenItIsNeitherOpenNorMapped([Values] bool closeFirst)
    {
        TceTable table = Create();
        ulong user = table.Map();
        if (closeFirst)
        {
            table.Dispose();
            Assert.That(_guest.Machine.CreateTable(Bus, Window, out _), Is.EqualTo(Errno.Busy), "the table is still mapped");
            Booted.Process.Unmap(user);
        }
        else
        {
            Booted.Process.Unmap(user);
            Assert.That(_guest.Machine.CreateTable(Bus, Window, out _), Is.EqualTo(Errno.Busy), "the table is still open");
            table.Dispose();
        }
        Create().Dispose();
        Assert.That(Tables(), Is.Zero);
    }

    [Test]
    public void ATableOutlivesItsMachine()
    {
        TceTable table = Create();
        ulong user = table.Map();
        _guest.Cpu.Hypercall(HypercallNumber.PutTce, Bus, 0x1000, 0x3001);
        _guest.Machine.Dispose();
        Assert.That(Entry(user, 1), Is.EqualTo(0x3001), "the mapped table keeps its entries");
        Assert.That(Booted.Heap.Live.Any(block => block.Name == "HPT"), Is.True, "the table keeps its machine alive");
        Booted.Process.Unmap(user);
        table.Dispose();
        Assert.That(Booted.Heap.Live.Any(block => block.Name == "HPT"), Is.False, "closing the table frees the machine");
    }

    [TestCase(AllocationPoint.Slab, 0)]
    [TestCase(AllocationPoint.FreePages, 0)]
    [TestCase(AllocationPoint.FreePages, 3)]
    public void AFailedTableAllocationLeavesNothingBehind(AllocationPoint point, int after)
    {
        nuint before = Booted.Heap.LiveBytes;
        Create().Dispose();
        before = Booted.Heap.LiveBytes;
        Booted.Instruments.Faults.FailNext(point, after);
        Assert.That(_guest.Machine.CreateTable(Bus, Window, out TceTable? table), Is.EqualTo(Errno.NoMemory));
        Assert.That((table, Booted.Heap.LiveBytes), Is.EqualTo(((TceTable?)null, before)));
        Create().Dispose();
    }

    [Test]
    public void AClosedTableCannotBeMapped()
    {
        TceTable table = Create();
        table.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.Map());
    }

    private TceTable Create()
    {
        TceTable table = _guest.Machine.CreateTceTable(Bus, Window);
        return table!;
    }

    private ulong Entry(ulong user, int entry)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Booted.Process.Read(user + (ulong)entry * sizeof(ulong), bytes);
        return BitConverter.ToUInt64(bytes);
    }

    private int Tables() => Booted.Heap.Live.Count(block => block.Name == "struct kvmppc_spapr_tce_table");
}
