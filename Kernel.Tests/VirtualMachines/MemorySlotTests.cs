// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>KVM_SET_USER_MEMORY_REGION: what a slot may be, and what becomes of the guest's pages when it changes.</summary>
[TestFixture]
public sealed class MemorySlotTests : SystemFixture
{
    private const ulong Somewhere = 0x7100_0000_0000;

    [SetUp]
    public void BootPower7() => Boot();

    [Test]
    public void ThirtyTwoSlotsMayBeInUse()
    {
        Guest guest = GuestWithoutMemory();
        for (int slot = 0; slot < 32; slot++)
        {
            ulong offset = (ulong)slot * HugePage;
            Assert.That(guest.Machine.TrySetMemoryRegion(slot, offset, HugePage, Somewhere + offset), Is.EqualTo(Errno.Success), $"slot {slot}");
        }

        Assert.That(guest.Machine.MemorySlots.Select(slot => slot.Id), Is.EqualTo(Enumerable.Range(0, 32)), "all are there");
        Assert.That(guest.Machine.MemorySlots.Select(slot => slot.GuestAddress / HugePage), Is.EqualTo(Enumerable.Range(0, 32)), "each where it was put");
    }

    [TestCase(32)]
    [TestCase(35)]
    [TestCase(36)]
    [TestCase(-1)]
    public void UserSpaceCannotNameOtherSlots(int slot)
    {
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Machine.TrySetMemoryRegion(slot, 0, HugePage, Somewhere), Is.EqualTo(Errno.Invalid), "its slots are 0 to 31; four more are the kernel's");
    }

    [TestCase(0ul, HugePage + 0x10000, Somewhere, TestName = "{m}(size is whole host pages only)")]
    [TestCase(0ul, HugePage + 1, Somewhere, TestName = "{m}(size is odd)")]
    [TestCase(0x10000ul, HugePage, Somewhere, TestName = "{m}(guest address is a host page's)")]
    [TestCase(8ul, HugePage, Somewhere, TestName = "{m}(guest address is odd)")]
    [TestCase(0ul, HugePage, Somewhere + 0x10000, TestName = "{m}(user address is a host page's)")]
    [TestCase(0ul, HugePage, Somewhere + 1, TestName = "{m}(user address is odd)")]
    [TestCase(0xffff_ffff_ff00_0000ul, 2 * HugePage, Somewhere, TestName = "{m}(the guest's addresses wrap)")]
    [TestCase(0ul, 1ul << 47, Somewhere, TestName = "{m}(more than 2^31 - 1 pages)")]
    public void WhatCannotBeIsInvalid(ulong guestAddress, ulong size, ulong userAddress)
    {
        Guest guest = GuestWithoutMemory();
        nuint before = Booted.Heap.LiveBytes;

        Assert.That(guest.Machine.TrySetMemoryRegion(0, guestAddress, size, userAddress), Is.EqualTo(Errno.Invalid), "slots are made of whole 16 MB pages");
        Assert.That(guest.Machine.MemorySlots, Is.Empty, "there is no slot");
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "and nothing was kept for it");
    }

    [TestCase(0, 4)]
    [TestCase(3, 1)]
    [TestCase(0, 8)]
    [TestCase(1, 2)]
    public void SlotsDoNotOverlap(int firstPage, int pages)
    {
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, Somewhere);
        Assert.That(
            guest.Machine.TrySetMemoryRegion(1, (ulong)firstPage * HugePage, (ulong)pages * HugePage, Somewhere), Is.EqualTo(Errno.Exists), "the first slot is in the way");
    }

    [Test]
    public void SlotsMayAdjoinAndShareUserMemory()
    {
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, HugePage, HugePage, Somewhere);
        Assert.That(guest.Machine.TrySetMemoryRegion(1, 0, HugePage, Somewhere), Is.EqualTo(Errno.Success), "it ends where the first begins");
        Assert.That(guest.Machine.TrySetMemoryRegion(2, 2 * HugePage, HugePage, Somewhere), Is.EqualTo(Errno.Success), "it begins where the first ends");
    }

    [TestCase(1)]
    [TestCase(8)]
    public void ALiveSlotKeepsItsSize(int pages)
    {
        Guest guest = GuestWithMemory(4 * HugePage);
        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, (ulong)pages * HugePage, guest.UserAddress), Is.EqualTo(Errno.Invalid), "it must be deleted first");
        Assert.That(guest.Machine.MemorySlots[0].Size, Is.EqualTo(4 * HugePage), "the slot is as it was");
    }

    [Test]
    public void SettingALiveSlotAgainChangesNothing()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        MemorySlot before = guest.Machine.MemorySlots[0];
        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress), Is.EqualTo(Errno.Success), "it is what it is");
        Assert.That(guest.Machine.MemorySlots[0], Is.EqualTo(before), "the slot and its pins");
        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "and the guest's entry");
    }

    [Test]
    public void ADirtyLogComesAndGoesWithItsFlag()
    {
        Guest guest = GuestWithMemory();
        nuint before = Booted.Heap.LiveBytes;
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress, MemorySlotOptions.LogDirtyPages);
        Assert.That(Booted.Heap.Live.Select(block => block.Name), Has.One.EqualTo("dirty_bitmap[0]"), "there is a bitmap");
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress);
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "there is none any more");
    }

    [Test]
    public void ADeletedSlotMayComeBackOnceMoreInAnySize()
    {
        Guest guest = GuestWithMemory(4 * HugePage);
        guest.Cpu.EnterHugePage(8, 3 * HugePage);
        ulong user = Booted.Process.MapHugePages(8 * HugePage);
        foreach (ulong pages in new ulong[] { 1, 8, 2 })
        {
            guest.Machine.SetMemoryRegion(0, 0, 0, 0);
            Assert.That(guest.Machine.MemorySlots, Is.Empty, "the slot is gone");
            Assert.That(guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "and with it the guest's memory");

            guest.Machine.SetMemoryRegion(0, 0, pages * HugePage, user);
            Assert.That(guest.SlotPages, Is.EqualTo(new ulong[pages]), "it begins empty");
            Assert.That(guest.Cpu.EnterHugePage(8, (pages - 1) * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "its last page can be entered");
            Assert.That(guest.Cpu.EnterHugePage(16, pages * HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "the page behind it cannot");
        }
    }

    [Test]
    public void TheRealModeAreaIsSetUpAgainWhenItsSlotComesBack()
    {
        Guest guest = GuestWithMemory(4 * HugePage);
        guest.Cpu.SetUpRealModeArea();
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.Zero, "the VRMA goes with its slot");
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "without memory at 0 the guest cannot run");

        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress);
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "with it the guest can");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(4), "because its real mode area is there again");
    }

    [Test]
    public void DeletingASlotLeavesTheOthersAlone()
    {
        Guest guest = GuestWithMemory(4 * HugePage);
        guest.Machine.SetMemoryRegion(1, 8 * HugePage, HugePage, Booted.Process.MapHugePages(HugePage));
        guest.Cpu.EnterHugePage(8, 0);
        guest.Cpu.EnterHugePage(16, 8 * HugePage);
        guest.Cpu.EnterPage64K(24, 8 * HugePage + 0x30000);

        guest.Machine.SetMemoryRegion(1, 0, 0, 0);

        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the first slot's entry stays");
        Assert.That(guest.Entry(16).V | guest.Entry(24).V, Is.Zero, "the second slot's entries go, the large and the small one");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0), 2) }), "one pin is left");
    }

    [Test]
    public void DeletingASlotInvalidatesItsTranslationsEverywhere()
    {
        SwitchOff();
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        guest.Cpu.EnterHugePage(16, HugePage);

        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(Booted.Instruments.Statistics.TlbieCount, Is.EqualTo(2), "one tlbie an entry, although there is one vcpu: the host takes them away");
        Assert.That(Booted.Instruments.Statistics.TlbielCount, Is.Zero, "none of them local");
    }

    [TestCase(0x1000ul, 12)]
    [TestCase(0x10000ul, 16)]
    public void ASlotInUseMovesByWhole16MBOnly(ulong hostPage, int pageShift)
    {
        SwitchOff();
        Boot(pageShift: pageShift);
        Guest guest = GuestWithoutMemory();
        ulong user = Booted.Process.MapHugePages(HugePage);
        guest.Machine.SetMemoryRegion(0, 4 * HugePage, HugePage, user);
        guest.Cpu.EnterHugePage(8, 4 * HugePage);

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 4 * HugePage - hostPage, HugePage, user), Is.EqualTo(Errno.Invalid), "one host page down");
        Assert.That(guest.Machine.MemorySlots[0].GuestAddress, Is.EqualTo(4 * HugePage), "it stays where it was");
        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "and in use");

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 3 * HugePage, HugePage, user), Is.EqualTo(Errno.Success), "16 MB down");
        Assert.That(guest.Entry(8).V, Is.Zero, "what the guest had entered for the old address is gone");
        Assert.That(guest.Cpu.EnterHugePage(8, 4 * HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)), "there is no memory any more");
        Assert.That(guest.Cpu.EnterHugePage(8, 3 * HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "it is at the new address, and still pinned");
    }

    [Test]
    public void ASlotDoesNotMoveOntoAnother()
    {
        Guest guest = GuestWithMemory(HugePage);
        guest.Machine.SetMemoryRegion(1, HugePage, HugePage, Somewhere);
        Assert.That(guest.Machine.TrySetMemoryRegion(1, 0, HugePage, Somewhere), Is.EqualTo(Errno.Exists), "the first slot is there");
        Assert.That(guest.Machine.MemorySlots[1].GuestAddress, Is.EqualTo(HugePage), "the second stays where it was");
    }

    [Test]
    public void SlotsAreFoundWhateverTheirOrder()
    {
        Guest guest = GuestWithoutMemory();
        ulong[] pages = [1, 5, 2, 8, 3, 8, 1, 4];
        ulong next = 0;
        for (int slot = 0; slot < pages.Length; slot++)
        {
            ulong user = Booted.Process.MapHugePages(pages[slot] * HugePage);
            guest.Machine.SetMemoryRegion(slot, next * HugePage, pages[slot] * HugePage, user);
            next += pages[slot];
        }
        for (ulong page = 0; page < next; page++)
            Assert.That(guest.Cpu.EnterHugePage(page * 8, page * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), $"page {page} is found and was not pinned yet");
        Assert.That(guest.Machine.MemorySlots.Select(slot => (ulong)slot.PinnedPages), Is.EqualTo(pages), "each in the slot that holds it");
    }

    [Test]
    public void SlotsMayComeAndGoBesideARunningVcpu()
    {
        Guest guest = GuestWithMemory(HugePage, vcpus: 2);
        ulong user = Booted.Process.MapHugePages(HugePage);
        nuint before = Booted.Heap.LiveBytes;
        for (int round = 0; round < 10; round++)
        {
            guest.Machine.SetMemoryRegion(7, 2 * HugePage, HugePage, user);
            Assert.That(guest.Cpu.EnterHugePage(8, 0).Result, Is.EqualTo(HypercallResult.Success), "the guest's own memory is there");
            Assert.That(guest.Cpu.EnterHugePage(16, 2 * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "so is the slot's");
            guest.Machine.SetMemoryRegion(7, 0, 0, 0);
            Assert.That(guest.Cpu.RemoveAt(8), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the guest's own entry stays until it goes itself");
            Assert.That(guest.Cpu.RemoveAt(16), Is.EqualTo(Outcome.InRealMode(HypercallResult.NotFound)), "the slot's is gone");
        }
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "nothing is pinned in the end");
        Assert.That(Booted.Heap.LiveBytes, Is.LessThanOrEqualTo(before + 2 * 65536), "beyond what describes the touched pages nothing has grown");
    }
}
