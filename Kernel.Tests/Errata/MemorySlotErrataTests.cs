// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E05 and E28: what the original forgets when user space deletes, moves or changes a memory slot.</summary>
[TestFixture]
public sealed class MemorySlotErrataTests : SystemFixture
{
    [Test]
    public void E05_CorrectedADeletedSlotLeavesNothingBehind()
    {
        Boot();
        Guest guest = GuestWithOneEntry();
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);

        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.Zero, "its entries are out of the table");
        Assert.That(guest.SlotPages, Is.Empty, "its array is freed");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "its pages are unpinned");
    }

    [Test]
    public void E05_AsWrittenADeletedSlotStaysMappedAndPinned()
    {
        Boot(ErrataSet.Of(Erratum.E05));
        Guest guest = GuestWithOneEntry();
        (ulong V, ulong R, ulong GuestR) before = guest.Entry(8);
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);

        Assert.That(guest.Entry(8), Is.EqualTo(before), "the guest still reaches the memory");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0), 2) }), "which stays pinned");
    }

    [Test]
    public void E05_CorrectedASlotThatReturnsElsewhereMapsItsNewPages()
    {
        Boot();
        Guest guest = GuestWithOneEntry();
        ulong oldPage = guest.RealAddressOf(0);
        MoveSlotToOtherUserMemory(guest);

        Assert.That(guest.Cpu.EnterHugePage(9, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the new page is looked up");
        Assert.That(guest.RealAddressOf(0), Is.Not.EqualTo(oldPage), "and is another one");
    }

    [Test]
    public void E05_AsWrittenASlotThatReturnsElsewhereMapsItsOldPages()
    {
        Boot(ErrataSet.Of(Erratum.E05));
        Guest guest = GuestWithOneEntry();
        ulong oldPage = guest.RealAddressOf(0);
        MoveSlotToOtherUserMemory(guest);

        Assert.That(guest.Cpu.EnterHugePage(9, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the page seems to be known already");
        Assert.That(guest.TargetOf(9), Is.EqualTo(oldPage), "but it belongs to the mapping that the slot had before");
    }

    [Test]
    public void E05_CorrectedAMovedSlotLosesItsEntriesAndKeepsItsPins()
    {
        Boot();
        Guest guest = GuestWithOneEntry();
        guest.Machine.SetMemoryRegion(0, 8 * HugePage, 4 * HugePage, guest.UserAddress);

        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.Zero, "nothing lies at the old address any more");
        Assert.That(guest.PinnedPages, Is.EqualTo(1), "the memory is the same");
        Assert.That(guest.Cpu.EnterHugePage(9, 8 * HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "and is found at the new one");
    }

    [Test]
    public void E05_AsWrittenAMovedSlotIsStillMappedWhereItWas()
    {
        Boot(ErrataSet.Of(Erratum.E05));
        Guest guest = GuestWithOneEntry();
        guest.Machine.SetMemoryRegion(0, 8 * HugePage, 4 * HugePage, guest.UserAddress);

        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the entry for the old address stays");
    }

    [Test]
    public void E05_CorrectedARefusedDeletionChangesNothing()
    {
        Boot();
        Guest guest = GuestWithOneEntry();

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0x10000, 0, 0), Is.EqualTo(Errno.Invalid), "the address is not 16 MB aligned");
        Assert.That(guest.Machine.MemorySlots[0].IsInvalid, Is.False, "the slot is as it was");
        Assert.That(guest.Cpu.EnterHugePage(9, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "and in use");
    }

    [Test]
    public void E05_AsWrittenARefusedDeletionLeavesTheSlotInvalid()
    {
        Boot(ErrataSet.Of(Erratum.E05));
        Guest guest = GuestWithOneEntry();

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0x10000, 0, 0), Is.EqualTo(Errno.Invalid), "the address is not 16 MB aligned");
        Assert.That(guest.Machine.MemorySlots[0].IsInvalid, Is.True, "but the slot was marked before that was found out");
        Assert.That(guest.Cpu.EnterHugePage(9, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "and nothing is mapped through it any more");
    }

    [Test]
    public void E28_CorrectedUnknownFlagsAreRefused([Values(2, 3, 0x10, int.MinValue)] int flags)
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        ulong userAddress = Booted.Process.MapHugePages(HugePage);

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, HugePage, userAddress, (MemorySlotOptions)flags), Is.EqualTo(Errno.Invalid), "only the dirty log may be asked for");
        Assert.That(guest.Machine.MemorySlots, Is.Empty, "there is no slot");
    }

    [Test]
    public void E28_AsWrittenUserSpaceCreatesAnInvalidSlot()
    {
        Boot(ErrataSet.Of(Erratum.E28));
        Guest guest = GuestWithoutMemory();
        ulong userAddress = Booted.Process.MapHugePages(HugePage);

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, HugePage, userAddress, (MemorySlotOptions)2), Is.EqualTo(Errno.Success), "the flags go into the slot");
        Assert.That(guest.Machine.MemorySlots[0].IsInvalid, Is.True, "2 is the kernel's own mark of a slot under deletion");
        Assert.That(guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "so nothing can be mapped through it");
    }

    [Test]
    public void E28_CorrectedALiveSlotKeepsItsUserAddress()
    {
        Boot();
        Guest guest = GuestWithMemory();
        ulong other = Booted.Process.MapHugePages(4 * HugePage);

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, other), Is.EqualTo(Errno.Invalid), "it cannot change under a live slot");
        Assert.That(guest.Machine.MemorySlots[0].UserAddress, Is.EqualTo(guest.UserAddress), "and does not");
    }

    [Test]
    public void E28_AsWrittenANewUserAddressIsSilentlyIgnored()
    {
        Boot(ErrataSet.Of(Erratum.E28));
        Guest guest = GuestWithMemory();
        ulong other = Booted.Process.MapHugePages(4 * HugePage);

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, other), Is.EqualTo(Errno.Success), "user space is told that it worked");
        Assert.That(guest.Machine.MemorySlots[0].UserAddress, Is.EqualTo(guest.UserAddress), "but the slot has its old address");
    }

    private Guest GuestWithOneEntry()
    {
        Guest guest = GuestWithMemory();
        Assert.That(guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the first page is entered and pinned");
        return guest;
    }

    private void MoveSlotToOtherUserMemory(Guest guest)
    {
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, Booted.Process.MapHugePages(4 * HugePage));
    }
}
