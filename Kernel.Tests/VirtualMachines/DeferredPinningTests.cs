// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host;
using Kernel.Host.AddressSpaces;
using Kernel.Host.Diagnostics;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;
using static Linux.include.asm.kvm_asm_h;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// What the ported commit promises: a memory region is only a promise of memory; a page is looked up, pinned and remembered when the guest
/// first enters it into its table, by the virtual-mode half of the hypercall that real mode could not finish.
/// </summary>
[TestFixture]
public sealed unsafe class DeferredPinningTests : SystemFixture
{
    private const ulong NothingThereYet = 0x7100_0000_0000;

    [SetUp]
    public void BootPower7() => Boot();

    [Test]
    public void ARegionIsSetBeforeAnythingIsMapped()
    {
        Guest guest = GuestWithoutMemory();

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, NothingThereYet), Is.EqualTo(Errno.Success), "the memory may come later");
        Assert.That(
            guest.Machine.MemorySlots, Is.EqualTo(new[] { new MemorySlot(0, 0, 4 * HugePage, NothingThereYet, false, 4, 0) }), "a slot without pinned pages");
        Assert.That(guest.SlotPages, Is.EqualTo(new ulong[4]), "no page is known");
        Assert.That(Booted.Process.MappingCount, Is.Zero, "there is no mapping indeed");
    }

    [Test]
    public void ARegionOverMappedMemoryPinsNothing()
    {
        Guest guest = GuestWithMemory();
        Assert.That(guest.PinnedPages, Is.Zero, "no page was asked for");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "no page has another reference than its mapping's");
    }

    [Test]
    public void AnEntryForMemoryThatIsNotMappedIsAParameterError()
    {
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, NothingThereYet);

        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "real mode passes it on, virtual mode finds no page");
        Assert.That(guest.Entry(8).V, Is.Zero, "there is no entry");
        Assert.That(guest.SlotPages, Is.EqualTo(new ulong[4]), "and no page");
    }

    [Test]
    public void MemoryMappedAfterItsRegionIsFound()
    {
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, NothingThereYet);
        guest.Cpu.EnterHugePage(8, 0);
        Booted.Process.MapHugePagesAt(NothingThereYet, 4 * HugePage);

        Assert.That(guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "what failed before the mapping succeeds after it");
    }

    [Test]
    public void TheFirstEntryPinsExactlyItsOwnPage()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 2 * HugePage);

        Assert.That(guest.PinnedPages, Is.EqualTo(1), "one page");
        Assert.That(guest.SlotPages[2] & 0x80, Is.EqualTo(0x80), "the third, with the mark that it holds a reference");
        Assert.That(guest.SlotPages.Where((_, page) => page != 2), Is.All.Zero, "the others are not known");
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(2), 2) }), "the mapping's reference and the kernel's");
    }

    [Test]
    public void TheFirstEntryTakesVirtualModeAndEveryLaterOneRealMode()
    {
        Guest guest = GuestWithMemory();

        Assert.That(guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the page has to be looked up");
        Assert.That(guest.Cpu.EnterHugePage(16, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "now it is known");
        Assert.That(guest.Cpu.EnterPage4K(24, 0x5000), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "all of it");
        Assert.That(guest.Cpu.EnterHugePage(32, HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "but not the next");
        Assert.That(guest.PinnedPages, Is.EqualTo(2), "a page is pinned once, however many entries it has");
    }

    [Test]
    public void RealModeAnswersTooHardAndTouchesNothing()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.Gpr[3] = (ulong)HypercallNumber.Enter;
        guest.Cpu.Gpr[6] = Hpte.Large;
        guest.Cpu.Gpr[7] = Hpte.Coherent;
        ulong[] before = guest.Registers;

        Assert.That(book3s_hv_rm_mmu.kvmppc_h_enter(guest.Cpu.Vcpu, 0, 0, Hpte.Large, Hpte.Coherent), Is.EqualTo((long)HypercallResult.TooHard), "the page is not known");
        Assert.That(book3s_hv_rmhandlers.hcall_try_real_mode(guest.Cpu.Vcpu), Is.False, "so the call leaves the guest");
        Assert.That(guest.Cpu.Vcpu->arch.trap, Is.EqualTo(BOOK3S_INTERRUPT_SYSCALL), "as a hypercall for the host");
        Assert.That(guest.Registers, Is.EqualTo(before), "the arguments are still there for it");
        Assert.That(guest.PinnedPages, Is.Zero, "real mode pins nothing");
        Assert.That(guest.Entry(0).V, Is.Zero, "and enters nothing");
    }

    [TestCase(MappingKind.SmallPages, 0)]
    [TestCase(MappingKind.CompoundPages, 4)]
    public void MemoryOfOtherPagesThan16MBIsRefusedWhenItIsEntered(MappingKind kind, int order)
    {
        ulong userAddress = Booted.Process.Map(HugePage, new MappingOptions { Kind = kind, Order = order });
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, HugePage, userAddress), Is.EqualTo(Errno.Success), "the region does not look at it");

        Assert.That(guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "the page is not of 16 MB");
        Assert.That(LogMessages, Has.One.EqualTo($"page at {userAddress:x} isn't 16MB (o={order})"), "the log tells why");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "the reference to it is dropped");
    }

    [Test]
    public void MemoryThatUserSpaceMayNotWriteIsRefusedWhenItIsEntered()
    {
        ulong userAddress = Booted.Process.Map(HugePage, new MappingOptions { Writable = false });
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, HugePage, userAddress);
        Assert.That(guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "the guest could write there");
    }

    [Test]
    public void PagesThatUserSpaceUnmapsStayWhileTheyArePinned()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        guest.Cpu.EnterHugePage(16, HugePage);
        ulong frame = guest.FrameOf(0);
        Booted.Process.Unmap(guest.UserAddress);

        Assert.That(Booted.PhysicalMemory.ReferenceCount(frame), Is.EqualTo(1), "the kernel's reference keeps the page");
        Assert.That(guest.Cpu.EnterHugePage(24, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "it can still be entered");
        Assert.That(guest.Cpu.EnterHugePage(32, 2 * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "a page that was not pinned is gone");

        guest.Machine.Dispose();
        Assert.That(
            () => SimulatedHost.Current.Memory.PfnToPage(frame) is null, Throws.TypeOf<KernelOopsException>(), "with the machine the page goes: there is no such frame");
    }

    [Test]
    public void DestroyingTheMachineDropsEveryReferenceAndLeavesThePagesDirty()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        guest.Cpu.EnterHugePage(16, 3 * HugePage);
        ulong[] pinned = [guest.FrameOf(0), guest.FrameOf(3)];
        Assert.That(Booted.PhysicalMemory.DirtyPages(), Is.Empty, "nobody says so before");

        guest.Machine.Dispose();

        Assert.That(pinned.Select(Booted.PhysicalMemory.ReferenceCount), Is.All.EqualTo(1), "only the mapping's reference is left");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "on every page");
        Assert.That(Booted.PhysicalMemory.DirtyPages(), Is.EquivalentTo(pinned), "the guest may have written to the pages that it had, and to no other");
    }

    [Test]
    public void APageMayBackSeveralMachines()
    {
        Guest first = GuestWithMemory();
        Guest second = GuestWithoutMemory() with { UserAddress = first.UserAddress };
        second.Machine.SetMemoryRegion(0, 0, 4 * HugePage, first.UserAddress);
        first.Cpu.EnterHugePage(8, 0);
        second.Cpu.EnterHugePage(8, 0);

        Assert.That(second.FrameOf(0), Is.EqualTo(first.FrameOf(0)), "it is the same page");
        Assert.That(Booted.PhysicalMemory.ReferenceCount(first.FrameOf(0)), Is.EqualTo(3), "the mapping's reference and one of each machine");
        second.Machine.Dispose();
        Assert.That(Booted.PhysicalMemory.ReferenceCount(first.FrameOf(0)), Is.EqualTo(2), "each drops its own");
    }

    [Test]
    public void WhatTheGuestWritesStaysInTheMemoryOfTheProcess()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        guest.Write(0x1234, 0x1122334455667788);
        guest.Machine.Dispose();
        Assert.That(guest.Read<ulong>(0x1234), Is.EqualTo(0x1122334455667788), "the page is the process's own");
    }
}
