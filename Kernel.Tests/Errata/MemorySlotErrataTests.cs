// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E05, E28 and E72: deleting, moving and changing a memory slot.</summary>
[TestFixture]
public sealed class MemorySlotErrataTests : SystemFixture
{
    [Test]
    public void E05_CorrectedADeletedSlotLeavesNothingBehind()
    {
        Boot();
        Guest guest = GuestWithOneEntry();
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);

        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.Zero, "the entries of the slot are removed");
        Assert.That(guest.SlotPages, Is.Empty, "slot_phys of the slot is freed");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "the pages of the slot are unpinned");
    }

    [Test]
    public void E05_AsWrittenADeletedSlotStaysMappedAndPinned()
    {
        Boot(ErrataSet.Of(Erratum.E05));
        Guest guest = GuestWithOneEntry();
        (ulong V, ulong R, ulong GuestR) before = guest.Entry(8);
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);

        Assert.That(guest.Entry(8), Is.EqualTo(before), "the guest still reaches the memory");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0), 2) }), "the page stays pinned");
    }

    [Test]
    public void E05_CorrectedASlotRecreatedOverOtherMemoryMapsItsNewPages()
    {
        Boot();
        Guest guest = GuestWithOneEntry();
        ulong oldPage = guest.RealAddressOf(0);
        RecreateSlotOverOtherMemory(guest);

        Assert.That(guest.Cpu.EnterHugePage(9, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the new page is looked up");
        Assert.That(guest.RealAddressOf(0), Is.Not.EqualTo(oldPage), "the new page differs from the old one");
    }

    [Test]
    public void E05_AsWrittenASlotRecreatedOverOtherMemoryMapsItsOldPages()
    {
        Boot(ErrataSet.Of(Erratum.E05));
        Guest guest = GuestWithOneEntry();
        ulong oldPage = guest.RealAddressOf(0);
        RecreateSlotOverOtherMemory(guest);

        Assert.That(
            guest.Cpu.EnterHugePage(9, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "slot_phys still has an address");
        Assert.That(guest.TargetOf(9), Is.EqualTo(oldPage), "the address is that of the old page");
    }

    [Test]
    public void E05_CorrectedAMovedSlotLosesItsEntriesAndKeepsItsPins()
    {
        Boot();
        Guest guest = GuestWithOneEntry();
        guest.Machine.SetMemoryRegion(0, 8 * HugePage, 4 * HugePage, guest.UserAddress);

        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.Zero, "the entry for the old address is removed");
        Assert.That(guest.PinnedPages, Is.EqualTo(1), "the page stays pinned");
        Assert.That(
            guest.Cpu.EnterHugePage(9, 8 * HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the page can be entered at the new address");
    }

    [Test]
    public void E05_AsWrittenAMovedSlotStaysMappedAtItsOldAddress()
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
        Assert.That(guest.Machine.MemorySlots[0].IsInvalid, Is.False, "the slot stays valid");
        Assert.That(guest.Cpu.EnterHugePage(9, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the slot can be mapped");
    }

    [Test]
    public void E05_AsWrittenARefusedDeletionLeavesTheSlotInvalid()
    {
        Boot(ErrataSet.Of(Erratum.E05));
        Guest guest = GuestWithOneEntry();

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0x10000, 0, 0), Is.EqualTo(Errno.Invalid), "the address is not 16 MB aligned");
        Assert.That(guest.Machine.MemorySlots[0].IsInvalid, Is.True, "the slot was marked invalid before the address was checked");
        Assert.That(
            guest.Cpu.EnterHugePage(9, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "an invalid slot cannot be mapped");
    }

    [Test]
    public void E28_CorrectedUnknownFlagsAreRefused([Values(2, 3, 0x10, int.MinValue)] int flags)
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        ulong userAddress = Booted.Process.MapHugePages(HugePage);

        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, HugePage, userAddress, (MemorySlotOptions)flags), Is.EqualTo(Errno.Invalid),
            "LogDirtyPages is the only flag allowed");
        Assert.That(guest.Machine.MemorySlots, Is.Empty, "no slot is created");
    }

    [Test]
    public void E28_AsWrittenUserSpaceCreatesAnInvalidSlot()
    {
        Boot(ErrataSet.Of(Erratum.E28));
        Guest guest = GuestWithoutMemory();
        ulong userAddress = Booted.Process.MapHugePages(HugePage);

        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, HugePage, userAddress, (MemorySlotOptions)2), Is.EqualTo(Errno.Success),
            "the flags are stored in the slot");
        Assert.That(guest.Machine.MemorySlots[0].IsInvalid, Is.True, "flag 2 is the kernel's mark of a slot under deletion");
        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "an invalid slot cannot be mapped");
    }

    [Test]
    public void E28_CorrectedALiveSlotKeepsItsUserAddress()
    {
        Boot();
        Guest guest = GuestWithMemory();
        ulong other = Booted.Process.MapHugePages(4 * HugePage);

        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, other), Is.EqualTo(Errno.Invalid),
            "the user address of a live slot cannot change");
        Assert.That(guest.Machine.MemorySlots[0].UserAddress, Is.EqualTo(guest.UserAddress), "the slot keeps its user address");
    }

    [Test]
    public void E28_AsWrittenANewUserAddressIsSilentlyIgnored()
    {
        Boot(ErrataSet.Of(Erratum.E28));
        Guest guest = GuestWithMemory();
        ulong other = Booted.Process.MapHugePages(4 * HugePage);

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, other), Is.EqualTo(Errno.Success), "user space gets success");
        Assert.That(guest.Machine.MemorySlots[0].UserAddress, Is.EqualTo(guest.UserAddress), "the slot keeps its old user address");
    }

    [Test]
    public void E72_CorrectedASlotThatDoesNotExistCannotBeDeleted()
    {
        Boot();
        Guest guest = GuestWithMemory();
        Assert.That(guest.Machine.TrySetMemoryRegion(3, 0, 0, 0), Is.EqualTo(Errno.Invalid), "slot 3 never existed");
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, 0, 0), Is.EqualTo(Errno.Invalid), "slot 0 exists no more");
    }

    [Test]
    public void E72_AsWrittenASlotThatDoesNotExistCanBeDeleted()
    {
        Boot(ErrataSet.Of(Erratum.E72));
        Guest guest = GuestWithMemory();
        Assert.That(guest.Machine.TrySetMemoryRegion(3, 0, 0, 0), Is.EqualTo(Errno.Success), "slot 3 never existed");
        Assert.That(guest.Machine.MemorySlots, Has.Count.EqualTo(1), "slot 0 stays");
    }

    private Guest GuestWithOneEntry()
    {
        Guest guest = GuestWithMemory();
        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the first page is entered and pinned");
        return guest;
    }

    private void RecreateSlotOverOtherMemory(Guest guest)
    {
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, Booted.Process.MapHugePages(4 * HugePage));
    }
}
