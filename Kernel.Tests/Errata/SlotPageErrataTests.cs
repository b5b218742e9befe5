// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>
/// E01, E03, E04 and E29: a slot's array of pages has one entry for each 16 MB, which the original disregards in four places.
/// </summary>
[TestFixture]
public sealed class SlotPageErrataTests : SystemFixture
{
    private const ulong SecondHostPage = 0x10000;       // guest frame 1 on a host with 64 KB pages

    [Test]
    public void E01_CorrectedAHostPageIsFoundInItsOwn16MBPage()
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.PinEveryPage();

        Assert.That(
            guest.Cpu.EnterPage64K(8, SecondHostPage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "all pages are pinned");
        Assert.That(guest.TargetOf(8), Is.EqualTo(guest.RealAddressOf(0) + SecondHostPage), "guest frame 1 is in the first 16 MB page");
    }

    [Test]
    public void E01_AsWrittenAHostPageIsTakenForA16MBPage()
    {
        Boot(ErrataSet.Of(Erratum.E01));
        Guest guest = GuestWithMemory();
        guest.PinEveryPage();

        Assert.That(
            guest.Cpu.EnterPage64K(8, SecondHostPage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the call succeeds");
        Assert.That(guest.TargetOf(8), Is.EqualTo(guest.RealAddressOf(1) + SecondHostPage), "guest frame 1 selects the second 16 MB page");
    }

    // 16 MB are 256 host pages of 64 KB. The array has four words, but its last page, its only one, has 8192.
    [Test]
    public void E01_AsWrittenAnIndexBeyondTheArrayButInItsLastPageReadsZero()
    {
        Boot(ErrataSet.Of(Erratum.E01));
        Guest guest = GuestWithMemory();
        guest.PinEveryPage();

        Assert.That(
            guest.Cpu.EnterHugePage(8, HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Resource)),
            "the page counts as not pinned, even after it was looked up");
        Assert.That(LogMessages, Has.One.EqualTo("KVM: Oops, kvmppc_h_enter returned too hard!"), "the log says so");
        Assert.That(guest.Entry(8).V & Hpte.Valid, Is.Zero, "no entry is made");
    }

    // 16 MB are 4096 host pages of 4 KB, and a host page has 512 words.
    [Test]
    public void E01_AsWrittenAnIndexBeyondTheLastPageOfTheArrayIsAnOops()
    {
        Boot(ErrataSet.Of(Erratum.E01), pageShift: 12);
        Guest guest = GuestWithMemory();
        guest.PinEveryPage();

        Assert.That(
            OopsOf(() => guest.Cpu.EnterHugePage(8, HugePage)),
            Is.EqualTo("kernel oops: access outside slot_phys[0]: index 4096, length 4"),
            "nothing is mapped behind the pages of the array");
    }

    [Test]
    public void E03_CorrectedTheFirstEntryCanBeForAnyAddressInThe16MB()
    {
        Boot();
        Guest guest = GuestWithMemory();

        Assert.That(
            guest.Cpu.EnterPage64K(8, HugePage + SecondHostPage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the head page of the second 16 MB is looked up");
        Assert.That(guest.TargetOf(8), Is.EqualTo(guest.RealAddressOf(1) + SecondHostPage), "the entry points into the second 16 MB page");
    }

    [Test]
    public void E03_AsWrittenAFirstEntryForATailPageIsRefused()
    {
        Boot(ErrataSet.Of(Erratum.E03));
        Guest guest = GuestWithMemory();

        Assert.That(
            guest.Cpu.EnterPage64K(8, HugePage + SecondHostPage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "the page of the address is a tail page");
        Assert.That(
            LogMessages, Has.One.EqualTo($"page at {guest.UserAddress + HugePage + SecondHostPage:x} isn't 16MB (o=0)"),
            "the log gives the reason");
        Assert.That(guest.PinnedPages, Is.Zero, "nothing is pinned");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "the reference to the tail page is dropped");
        Assert.That(
            guest.Cpu.EnterHugePage(8, HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "an aligned address is accepted");
    }

    // The array survives a deletion only if E05 is as written, so E04 is visible only together with it.
    [Test]
    public void E04_CorrectedASlotRecreatedLargerGetsALargerArray()
    {
        Boot(ErrataSet.Of(Erratum.E05));
        Guest guest = GuestWithASlotRecreatedLarger();

        Assert.That(guest.SlotPages, Has.Length.EqualTo(4), "one entry for each 16 MB");
        Assert.That(guest.PinnedPages, Is.EqualTo(1), "the old entry and its pin are kept");
        Assert.That(
            guest.Cpu.EnterHugePage(16, 3 * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the last page has an entry");
    }

    [Test]
    public void E04_AsWrittenPagesBeyondTheSmallArrayStayPinnedForGood()
    {
        Boot(ErrataSet.Of(Erratum.E04, Erratum.E05));
        Guest guest = GuestWithASlotRecreatedLarger();

        Assert.That(guest.SlotPages, Has.Length.EqualTo(1), "the array has the size of the old 16 MB slot");
        Assert.That(
            guest.Cpu.EnterHugePage(16, 3 * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "what lies behind the array is in its last page, and can be written");
        guest.Machine.Dispose();
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts().Select(page => page.Count), Is.EqualTo(new[] { 2 }),
            "what the array has no entry for is not unpinned");
        var leak = Assert.Throws<NativeLeakException>(() => Booted.CheckForLeaks(), "the page outlives its process");
        Assert.That(leak!.Leaks.Select(block => block.Name), Has.All.Contains("frames"), "the page is all that leaks");
    }

    // A host page of 4 KB has 512 words: enough for 8 GB.
    [Test]
    public void E04_AsWrittenASlotThatNeedsMoreThanThePageOfTheSmallArrayIsAnOops()
    {
        const ulong pagesOfTheSlot = 513;
        Boot(ErrataSet.Of(Erratum.E04, Erratum.E05), pageShift: 12);
        Guest guest = GuestWithASlotRecreatedLarger(pagesOfTheSlot);

        Assert.That(
            OopsOf(() => guest.Cpu.EnterHugePage(16, (pagesOfTheSlot - 1) * HugePage)),
            Is.EqualTo("kernel oops: access outside slot_phys[0]: index 512, length 1"),
            "the slot has 513 pages, the array one entry");
    }

    [Test]
    public void E04_CorrectedASlotThatNeedsMoreThanThePageOfTheSmallArrayGetsIt()
    {
        const ulong pagesOfTheSlot = 513;
        Boot(ErrataSet.Of(Erratum.E05), pageShift: 12);
        Guest guest = GuestWithASlotRecreatedLarger(pagesOfTheSlot);
        Assert.That(
            guest.Cpu.EnterHugePage(16, (pagesOfTheSlot - 1) * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the last page has an entry");
    }

    // E72 corrected refuses the deletion before an array is thought of.
    [Test]
    public void E04_CorrectedDeletingASlotThatDoesNotExistNeedsNoArray()
    {
        Boot(ErrataSet.Of(Erratum.E72));
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Machine.TrySetMemoryRegion(3, 0, 0, 0), Is.EqualTo(Errno.Success), "nothing is allocated");
    }

    [Test]
    public void E04_AsWrittenDeletingASlotThatDoesNotExistAsksForAnArrayOfNoEntries()
    {
        Boot(ErrataSet.Of(Erratum.E04, Erratum.E72));
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Machine.TrySetMemoryRegion(3, 0, 0, 0), Is.EqualTo(Errno.NoMemory), "an array of no entries cannot be allocated");
    }

    [Test]
    public void E29_CorrectedAMisalignedUserAddressIsRefused()
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        ulong userAddress = Booted.Process.MapHugePages(2 * HugePage);

        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, HugePage, userAddress + SecondHostPage), Is.EqualTo(Errno.Invalid),
            "the user address is not 16 MB aligned");
        Assert.That(guest.Machine.MemorySlots, Is.Empty, "no slot is created");
    }

    // With E03 corrected the head page of the unit is never found, so E29 is visible only with both as written.
    [Test]
    public void E29_AsWrittenAMisalignedSlotMapsTheNextHostPage()
    {
        Boot(ErrataSet.Of(Erratum.E03, Erratum.E29));
        Guest guest = GuestWithoutMemory();
        ulong userAddress = Booted.Process.MapHugePages(2 * HugePage);
        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, HugePage, userAddress + SecondHostPage), Is.EqualTo(Errno.Success),
            "the alignment is not checked");

        Assert.That(
            guest.Cpu.EnterPage64K(8, HugePage - SecondHostPage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "this frame is the only one with a user address that is 16 MB aligned");
        Assert.That(guest.Cpu.EnterPage64K(9, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the unit counts as pinned");
        Assert.That(
            guest.TargetOf(9), Is.EqualTo(guest.RealAddressOf(0)),
            "guest address 0 is mapped to the start of the second 16 MB page, although it is 64 KB into the first");
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0), 2) }), "the second page is pinned");
    }

    private Guest GuestWithASlotRecreatedLarger(ulong pages = 4)
    {
        Guest guest = GuestWithoutMemory();
        ulong userAddress = Booted.Process.MapHugePages(pages * HugePage);
        guest.Machine.SetMemoryRegion(0, 0, HugePage, userAddress);
        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the page of the small slot can be entered");
        guest.Machine.SetMemoryRegion(0, 0, 0, 0);
        guest.Machine.SetMemoryRegion(0, 0, pages * HugePage, userAddress);
        return guest with { UserAddress = userAddress };
    }
}
