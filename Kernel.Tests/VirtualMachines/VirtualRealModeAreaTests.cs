// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.AddressSpaces;
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// The virtual real mode area: a POWER7 translates the guest's real mode accesses through bolted 16 MB entries that KVM makes at the first
/// run. All expected doublewords are written out by hand.
/// </summary>
[TestFixture]
public sealed class VirtualRealModeAreaTests : SystemFixture
{
    [Test]
    public void EachPageHasItsEntryInASeparateGroup([Values(12, 16)] int pageShift)
    {
        Boot(pageShift: pageShift);
        Guest guest = GuestWithMemory(64 * MB);
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "slot 0 has 16 MB pages");

        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(4), "64 MB are four pages");
        AssertEntry(guest, 0, index: 0xfffff, v: 0x4001_ffff_ff00_0015, guestR: 0x190);
        AssertEntry(guest, 1, index: 0xffff7, v: 0x4001_ffff_ff00_0115, guestR: 0x100_0190);
        AssertEntry(guest, 2, index: 0xfffef, v: 0x4001_ffff_ff00_0215, guestR: 0x200_0190);
        AssertEntry(guest, 3, index: 0xfffe7, v: 0x4001_ffff_ff00_0315, guestR: 0x300_0190);
    }

    [Test]
    public void ALargeGuestHasAnEntryForEveryPage()
    {
        Boot();
        Guest guest = GuestWithMemory(64 * HugePage);
        guest.Cpu.SetUpRealModeArea();

        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(64), "each page has one entry");
        for (ulong page = 0; page < 64; page++)
            AssertEntry(guest, (int)page, ((~page & 0x1ffff) << 3) + 7, 0x4001_ffff_ff00_0015 | page << 8, page << 24 | 0x190);
    }

    [Test]
    public void TheLpcrSelectsTheAreasPagesOf16MB()
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Cpu.SetUpRealModeArea();
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(0x8048_0000_0000_700d), "VPM0 and VRMA_L are set, the other bits of VRMASD are 0");
        Assert.That(guest.Machine.Rmor, Is.Zero, "the virtual area has no offset");
    }

    [Test]
    public void EveryPageOfTheAreaIsPinnedOnce()
    {
        Boot();
        Guest guest = GuestWithMemory();
        guest.Cpu.SetUpRealModeArea();
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(),
            Is.EquivalentTo(Enumerable.Range(0, 4).Select(page => (guest.FrameOf(page), 2))), "each page is pinned by the slot");
    }

    [Test]
    public void SecondVcpuFindsTheAreaAlreadySetUp()
    {
        Boot();
        Guest guest = GuestWithMemory(vcpus: 2);
        guest.Cpu.SetUpRealModeArea();
        guest.Cpu.RemoveAt(0xfffff);

        Assert.That(guest.Cpus[1].TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the area is already set up");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(3), "an entry that the guest has removed is not restored");
    }

    [Test]
    public void AGuestWithoutMemoryAtZeroCannotRun()
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "the guest has no slot");

        guest.Machine.SetMemoryRegion(0, HugePage, HugePage, Booted.Process.MapHugePages(HugePage));
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "no slot contains address 0");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the next run tries again");
    }

    [Test]
    public void ASlotMarkedInvalidIsNotMapped()
    {
        Boot(ErrataSet.Of(Erratum.E05));        // as written, a refused deletion marks the slot invalid
        Guest guest = GuestWithMemory();
        guest.Machine.TrySetMemoryRegion(0, 0x10000, 0, 0);
        Assert.That(guest.Machine.MemorySlots[0].IsInvalid, Is.True, "the slot is marked invalid");
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "an invalid slot is not mapped");
    }

    [Test]
    public void ASlotWithoutAMappingIsNotSetUpUntilItIsMapped()
    {
        Boot();
        Guest guest = GuestWithMemory();
        Booted.Process.Unmap(guest.UserAddress);
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "the memory of the slot is not mapped");

        Booted.Process.MapHugePagesAt(guest.UserAddress + HugePage, HugePage);
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "the first page of the slot is not mapped");

        Booted.Process.MapHugePagesAt(guest.UserAddress, HugePage);
        Booted.Process.MapHugePagesAt(guest.UserAddress + 2 * HugePage, 2 * HugePage);
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the whole slot is mapped");
    }

    [TestCase(MappingKind.SmallPages, 0ul, false)]
    [TestCase(MappingKind.CompoundPages, 0ul, false)]
    [TestCase(MappingKind.HugePages, 0x10000ul, false)]
    [TestCase(MappingKind.HugePages, 0ul, true)]
    public void MemoryOfAnotherPageSizeAndDeviceMemoryAreRefused(MappingKind kind, ulong pageSize, bool device)
    {
        Boot();
        ulong userAddress = Booted.Process.Map(HugePage, new MappingOptions { Kind = kind, KernelPageSize = pageSize, Device = device });
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, HugePage, userAddress);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "the area needs 16 MB pages of normal memory");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.Zero, "no entry is made");
        Booted.Process.Unmap(userAddress);
        Assert.That(Booted.Process.MappingCount, Is.Zero, "unmapping is possible: mmap_sem was released");
    }

    [Test]
    public void TheNextRunCompletesAFailedSetUp([Values(0, 1, 2, 3)] int page)
    {
        Boot();
        Guest guest = GuestWithMemory(4 * HugePage);
        Booted.Instruments.Faults.FailNext(AllocationPoint.UserPage, after: page);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "one page could not be pinned");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the area is not complete");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(page), "the pages before it have entries");
        Assert.That(
            LogMessages, Has.One.EqualTo($"KVM: map_vrma at {(ulong)page << 24:x} failed, ret=-4"), "the log gives the failing address");

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the next run succeeds");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(4), "each page has one entry");
        for (ulong i = 0; i < 4; i++)
            AssertEntry(guest, (int)i, ((~i & 0x1ffff) << 3) + 7, 0x4001_ffff_ff00_0015 | i << 8, i << 24 | 0x190);
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EquivalentTo(Enumerable.Range(0, 4).Select(i => (guest.FrameOf(i), 2))),
            "each page has one pin");
    }

    private static void AssertEntry(Guest guest, int page, ulong index, ulong v, ulong guestR)
    {
        (ulong V, ulong R, ulong GuestR) entry = guest.Entry(index);
        Assert.That($"{entry.V:x16}", Is.EqualTo($"{v:x16}"), $"first doubleword of page {page}");
        Assert.That($"{entry.GuestR:x16}", Is.EqualTo($"{guestR:x16}"), $"second doubleword of page {page} as the guest sees it");
        Assert.That(
            $"{entry.R:x16}", Is.EqualTo($"{guest.RealAddressOf(page) | 0x190:x16}"), $"second doubleword of page {page} in the table");
    }
}
