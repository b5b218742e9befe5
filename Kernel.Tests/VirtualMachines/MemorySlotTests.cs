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
    public void ThirtyTwoSlotsCanBeInUse()
    {
        Guest guest = GuestWithoutMemory();
        for (int slot = 0; slot < 32; slot++)
        {
            ulong offset = (ulong)slot * HugePage;
            Assert.That(
                guest.Machine.TrySetMemoryRegion(slot, offset, HugePage, Somewhere + offset), Is.EqualTo(Errno.Success), $"slot {slot}");
        }

        Assert.That(guest.Machine.MemorySlots.Select(slot => slot.Id), Is.EqualTo(Enumerable.Range(0, 32)), "all slots exist");
        Assert.That(
            guest.Machine.MemorySlots.Select(slot => slot.GuestAddress / HugePage), Is.EqualTo(Enumerable.Range(0, 32)),
            "each slot is at its guest address");
    }

    [TestCase(32)]
    [TestCase(35)]
    [TestCase(36)]
    [TestCase(-1)]
    public void ASlotNumberOutside0To31IsRefused(int slot)
    {
        Guest guest = GuestWithoutMemory();
        Assert.That(
            guest.Machine.TrySetMemoryRegion(slot, 0, HugePage, Somewhere), Is.EqualTo(Errno.Invalid),
            "user space has slots 0 to 31; four more belong to the kernel");
    }

    [TestCase(0ul, HugePage + 0x10000, Somewhere, TestName = "{m}(the size is a multiple of host pages only)")]
    [TestCase(0ul, HugePage + 1, Somewhere, TestName = "{m}(the size is odd)")]
    [TestCase(0x10000ul, HugePage, Somewhere, TestName = "{m}(the guest address is aligned to host pages only)")]
    [TestCase(8ul, HugePage, Somewhere, TestName = "{m}(the guest address is odd)")]
    [TestCase(0ul, HugePage, Somewhere + 0x10000, TestName = "{m}(the user address is aligned to host pages only)")]
    [TestCase(0ul, HugePage, Somewhere + 1, TestName = "{m}(the user address is odd)")]
    [TestCase(0xffff_ffff_ff00_0000ul, 2 * HugePage, Somewhere, TestName = "{m}(the guest's addresses wrap)")]
    [TestCase(0ul, 1ul << 47, Somewhere, TestName = "{m}(more than 2^31 - 1 pages)")]
    public void AnUnalignedWrappingOrTooLargeSlotIsRefused(ulong guestAddress, ulong size, ulong userAddress)
    {
        Guest guest = GuestWithoutMemory();
        nuint before = Booted.Heap.LiveBytes;

        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, guestAddress, size, userAddress), Is.EqualTo(Errno.Invalid),
            "a slot consists of whole 16 MB pages and fewer than 2^31 pages");
        Assert.That(guest.Machine.MemorySlots, Is.Empty, "no slot is created");
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "no memory is kept");
    }

    [TestCase(0, 4)]
    [TestCase(3, 1)]
    [TestCase(0, 8)]
    [TestCase(1, 2)]
    public void AnOverlappingSlotIsRefused(int firstPage, int pages)
    {
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, Somewhere);
        Assert.That(
            guest.Machine.TrySetMemoryRegion(1, (ulong)firstPage * HugePage, (ulong)pages * HugePage, Somewhere), Is.EqualTo(Errno.Exists),
            "the range overlaps the first slot");
    }

    [Test]
    public void SlotsMayAdjoinAndShareUserMemory()
    {
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, HugePage, HugePage, Somewhere);
        Assert.That(
            guest.Machine.TrySetMemoryRegion(1, 0, HugePage, Somewhere), Is.EqualTo(Errno.Success), "slot 1 ends where slot 0 begins");
        Assert.That(
            guest.Machine.TrySetMemoryRegion(2, 2 * HugePage, HugePage, Somewhere), Is.EqualTo(Errno.Success),
            "slot 2 begins where slot 0 ends");
    }

    [TestCase(1)]
    [TestCase(8)]
    public void ResizingALiveSlotIsRefused(int pages)
    {
        Guest guest = GuestWithMemory(4 * HugePage);
        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, (ulong)pages * HugePage, guest.UserAddress), Is.EqualTo(Errno.Invalid),
            "a slot must be deleted before it can be resized");
        Assert.That(guest.Machine.MemorySlots[0].Size, Is.EqualTo(4 * HugePage), "the slot keeps its size");
    }

    [Test]
    public void SettingALiveSlotAgainChangesNothing()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        MemorySlot before = guest.Machine.MemorySlots[0];
        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress), Is.EqualTo(Errno.Success),
            "setting a slot to its current values is allowed");
        Assert.That(guest.Machine.MemorySlots[0], Is.EqualTo(before), "the slot and its pins are unchanged");
        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the guest's entry stays valid");
    }

    [Test]
    public void TheDirtyBitmapExistsOnlyWhileItsFlagIsSet()
    {
        Guest guest = GuestWithMemory();
        nuint before = Booted.Heap.LiveBytes;
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress, MemorySlotOptions.LogDirtyPages);
        Assert.That(Booted.Heap.Live.Select(block => block.Name), Has.One.EqualTo("dirty_bitmap[0]"), "the bitmap is allocated");
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress);
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "the bitmap is freed");
    }

    [Test]
    public void ADeletedSlotCanBeRecreatedInAnySize()
    {
        Guest guest = GuestWithMemory(4 * HugePage);
        guest.Cpu.EnterHugePage(8, 3 * HugePage);
        ulong user = Booted.Process.MapHugePages(8 * HugePage);
        foreach (ulong pages in new ulong[] { 1, 8, 2 })
        {
            guest.Machine.SetMemoryRegion(0, 0, 0, 0);
            Assert.That(guest.Machine.MemorySlots, Is.Empty, "the slot is deleted");
            Assert.That(
                guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)),
                "the guest's memory is deleted with the slot");

            guest.Machine.SetMemoryRegion(0, 0, pages * HugePage, user);
            Assert.That(guest.SlotPages, Is.EqualTo(new ulong[pages]), "no page of the new slot is pinned");
            Assert.That(
                guest.Cpu.EnterHugePage(8, (pages - 1) * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
                "the last page of the slot can be entered");
            Assert.That(
                guest.Cpu.EnterHugePage(16, pages * HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)),
                "the page after the slot cannot be entered");
        }
    }

    [Test]
    public void TheRealModeAreaIsSetUpAgainWhenItsSlotIsRecreated()
    {
        Guest guest = GuestWithMemory(4 * HugePage);
        guest.Cpu.SetUpRealModeArea();
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.Zero, "deleting the slot removes the entries of the VRMA");
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "a guest without memory at 0 cannot run");

        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, guest.UserAddress);
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "a guest with memory at 0 can run");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(4), "the VRMA has its entries again");
    }

    [Test]
    public void DeletingASlotKeepsTheEntriesOfOtherSlots()
    {
        Guest guest = GuestWithMemory(4 * HugePage);
        guest.Machine.SetMemoryRegion(1, 8 * HugePage, HugePage, Booted.Process.MapHugePages(HugePage));
        guest.Cpu.EnterHugePage(8, 0);
        guest.Cpu.EnterHugePage(16, 8 * HugePage);
        guest.Cpu.EnterPage64K(24, 8 * HugePage + 0x30000);

        guest.Machine.SetMemoryRegion(1, 0, 0, 0);

        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the first slot's entry stays");
        Assert.That(guest.Entry(16).V | guest.Entry(24).V, Is.Zero, "both entries of the second slot are removed");
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0), 2) }),
            "only the first slot's page is pinned");
    }

    [Test]
    public void DeletingASlotInvalidatesItsTranslationsOnAllProcessors()
    {
        SwitchOff();
        Boot(recordInvalidations: true);
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        guest.Cpu.EnterHugePage(16, HugePage);

        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(
            Booted.Instruments.Statistics.TlbieCount, Is.EqualTo(2),
            "one tlbie for each entry, although there is one vcpu, because the host removes them");
        Assert.That(Booted.Instruments.Statistics.TlbielCount, Is.Zero, "no invalidation is local");
    }

    [TestCase(0x1000ul, 12)]
    [TestCase(0x10000ul, 16)]
    public void ASlotInUseMovesOnlyByMultiplesOf16MB(ulong hostPage, int pageShift)
    {
        SwitchOff();
        Boot(pageShift: pageShift);
        Guest guest = GuestWithoutMemory();
        ulong user = Booted.Process.MapHugePages(HugePage);
        guest.Machine.SetMemoryRegion(0, 4 * HugePage, HugePage, user);
        guest.Cpu.EnterHugePage(8, 4 * HugePage);

        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 4 * HugePage - hostPage, HugePage, user), Is.EqualTo(Errno.Invalid), "one host page down");
        Assert.That(guest.Machine.MemorySlots[0].GuestAddress, Is.EqualTo(4 * HugePage), "a refused move changes nothing");
        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.EqualTo(Hpte.Valid), "the guest's entry stays valid");

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 3 * HugePage, HugePage, user), Is.EqualTo(Errno.Success), "16 MB down");
        Assert.That(guest.Entry(8).V, Is.Zero, "the entry for the old address is removed");
        Assert.That(
            guest.Cpu.EnterHugePage(8, 4 * HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Parameter)),
            "the old address has no memory");
        Assert.That(
            guest.Cpu.EnterHugePage(8, 3 * HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the memory is at the new address and still pinned");
    }

    [Test]
    public void MovingASlotOntoAnotherIsRefused()
    {
        Guest guest = GuestWithMemory(HugePage);
        guest.Machine.SetMemoryRegion(1, HugePage, HugePage, Somewhere);
        Assert.That(
            guest.Machine.TrySetMemoryRegion(1, 0, HugePage, Somewhere), Is.EqualTo(Errno.Exists), "the target range belongs to slot 0");
        Assert.That(guest.Machine.MemorySlots[1].GuestAddress, Is.EqualTo(HugePage), "slot 1 does not move");
    }

    [Test]
    public void EveryPageIsFoundAmongSlotsOfDifferentSizes()
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
            Assert.That(
                guest.Cpu.EnterHugePage(page * 8, page * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
                $"page {page} is found and pinned");
        Assert.That(
            guest.Machine.MemorySlots.Select(slot => (ulong)slot.PinnedPages), Is.EqualTo(pages),
            "each page is pinned by the slot that contains it");
    }

    [Test]
    public void AddingAndDeletingASlotKeepsTheRestOfTheMemory()
    {
        Guest guest = GuestWithMemory(HugePage, vcpus: 2);
        ulong user = Booted.Process.MapHugePages(HugePage);
        nuint before = Booted.Heap.LiveBytes;
        for (int round = 0; round < 10; round++)
        {
            guest.Machine.SetMemoryRegion(7, 2 * HugePage, HugePage, user);
            Assert.That(guest.Cpu.EnterHugePage(8, 0).Result, Is.EqualTo(HypercallResult.Success), "slot 0 can be entered");
            Assert.That(
                guest.Cpu.EnterHugePage(16, 2 * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
                "slot 7 can be entered");
            guest.Machine.SetMemoryRegion(7, 0, 0, 0);
            Assert.That(
                guest.Cpu.RemoveAt(8), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
                "deleting slot 7 keeps the entry of slot 0");
            Assert.That(
                guest.Cpu.RemoveAt(16), Is.EqualTo(Outcome.InRealMode(HypercallResult.NotFound)), "deleting slot 7 removes its entry");
        }
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "no page is pinned at the end");
        Assert.That(Booted.Heap.LiveBytes, Is.LessThanOrEqualTo(before + 2 * 65536), "only the descriptors of touched pages have grown");
    }
}
