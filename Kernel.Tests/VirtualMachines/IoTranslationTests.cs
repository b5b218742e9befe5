// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>H_PUT_TCE on an I/O translation table of the kernel.</summary>
[TestFixture]
public sealed class IoTranslationTests : SystemFixture
{
    private const ulong Bus = 0x7100_0001;
    private const int EntriesInPage = 512;      // on a host with 4 KB pages

    private TceTable? _table;
    private ulong _userAddress;
    private Guest _guest = null!;

    [SetUp]
    public void BootWithAGuest()
    {
        Boot(pageShift: 12);
        _guest = GuestWithMemory();
        _table = null;
    }

    [TearDown]
    public void CloseTheTable() => _table?.Dispose();

    [Test]
    public void PutTceStoresTheEntryInItsPage()
    {
        CreateTable(window: 4 << 20);
        Assert.That(Put(ioAddress: 0x3000, entry: 0xab_d003), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "entry 3 is put");
        Assert.That(
            Put(ioAddress: 0x3f_f000, entry: 0x123_4003), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the last entry is put");

        Assert.That(Entry(page: 0, 3), Is.EqualTo(0xab_d003), "entry 3 is in the first page");
        Assert.That(Entry(page: 1, EntriesInPage - 1), Is.EqualTo(0x123_4003), "the last entry is in the second page");
        Assert.That(
            Enumerable.Range(0, 2 * EntriesInPage).Count(i => Entry(i / EntriesInPage, i % EntriesInPage) != 0), Is.EqualTo(2),
            "no other entry is changed");
    }

    [Test]
    public void PutTceStoresAnyValueThatPermitsNothing([Values(0ul, 4ul, ulong.MaxValue & ~3ul)] ulong entry)
    {
        CreateTable(window: 2 << 20);
        Put(0, 0x5003);
        Assert.That(
            Put(0, entry), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "only an entry that permits an access is checked");
        Assert.That(Entry(0, 0), Is.EqualTo(entry), "the value is stored unchanged");
    }

    [Test]
    public void PutTceBeyondTheWindowIsAParameterError([Values(2ul << 20, 4ul << 20, 1ul << 40)] ulong ioAddress)
    {
        CreateTable(window: 2 << 20);
        Assert.That(Put(ioAddress, 1), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "the window ends at 2 MB");
        Assert.That(Enumerable.Range(0, EntriesInPage).All(i => Entry(0, i) == 0), Is.True, "no entry is stored");
    }

    [Test]
    public void PutTceForAnotherBusIsLeftToUserSpace()
    {
        Assert.That(
            Put(0, 1), Is.EqualTo(Outcome.UserSpace), "without a table real mode passes the call on, and virtual mode does not handle it");
        CreateTable(window: 2 << 20);
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.PutTce, Bus + 1, 0, 1), Is.EqualTo(Outcome.UserSpace), "the table belongs to another bus");
        Assert.That(
            _guest.Cpu.Hypercall(HypercallNumber.PutTce, Bus | 1ul << 32, 0, 1), Is.EqualTo(Outcome.UserSpace),
            "all 64 bits of the bus number are compared");
    }

    private HypercallOutcome Put(ulong ioAddress, ulong entry) => _guest.Cpu.Hypercall(HypercallNumber.PutTce, Bus, ioAddress, entry);

    private ulong Entry(int page, int index)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Booted.Process.Read(_userAddress + (ulong)(page * EntriesInPage + index) * sizeof(ulong), bytes);
        return BitConverter.ToUInt64(bytes);
    }

    private void CreateTable(uint window)
    {
        _table = _guest.Machine.CreateTceTable(Bus, window);
        _userAddress = _table!.Map();
    }
}
