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
/// The behaviour that the ported commit introduces: setting a memory region pins nothing. A page is looked up, pinned and recorded when the
/// guest first enters it into its table; real mode passes that H_ENTER on to virtual mode.
/// </summary>
[TestFixture]
public sealed unsafe class DeferredPinningTests : SystemFixture
{
    private const ulong NotYetMapped = 0x7100_0000_0000;

    [SetUp]
    public void BootPower7() => Boot();

    [Test]
    public void AMemoryRegionCanBeSetBeforeItsMemoryIsMapped()
    {
        Guest guest = GuestWithoutMemory();

        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, NotYetMapped), Is.EqualTo(Errno.Success),
            "the memory can be mapped later");
        Assert.That(
            guest.Machine.MemorySlots, Is.EqualTo(new[] { new MemorySlot(0, 0, 4 * HugePage, NotYetMapped, false, 4, 0) }),
            "the slot has no pinned pages");
        Assert.That(guest.SlotPages, Is.EqualTo(new ulong[4]), "slot_phys is empty");
        Assert.That(Booted.Process.MappingCount, Is.Zero, "nothing is mapped");
    }

    [Test]
    public void AMemoryRegionOverMappedMemoryPinsNothing()
    {
        Guest guest = GuestWithMemory();
        Assert.That(guest.PinnedPages, Is.Zero, "no page is pinned");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "every page has only the mapping's reference");
    }

    [Test]
    public void EnteringUnmappedMemoryIsAParameterError()
    {
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, NotYetMapped);

        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "real mode passes the call on; virtual mode finds no page");
        Assert.That(guest.Entry(8).V, Is.Zero, "no entry was made");
        Assert.That(guest.SlotPages, Is.EqualTo(new ulong[4]), "no page was pinned");
    }

    [Test]
    public void MemoryMappedAfterItsRegionWasSetCanBeEntered()
    {
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, 4 * HugePage, NotYetMapped);
        guest.Cpu.EnterHugePage(8, 0);
        Booted.Process.MapHugePagesAt(NotYetMapped, 4 * HugePage);

        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the call that failed before the mapping succeeds after it");
    }

    [Test]
    public void TheFirstEntryPinsExactlyItsOwnPage()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 2 * HugePage);

        Assert.That(guest.PinnedPages, Is.EqualTo(1), "one page is pinned");
        Assert.That(guest.SlotPages[2] & 0x80, Is.EqualTo(0x80), "the third page is marked as holding a reference");
        Assert.That(guest.SlotPages.Where((_, page) => page != 2), Is.All.Zero, "no other page is recorded");
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(2), 2) }),
            "the page has the mapping's reference and the kernel's");
    }

    [Test]
    public void TheFirstEntryTakesVirtualModeAndEveryLaterOneRealMode()
    {
        Guest guest = GuestWithMemory();

        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the page has to be looked up");
        Assert.That(
            guest.Cpu.EnterHugePage(16, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the page is now recorded in slot_phys");
        Assert.That(
            guest.Cpu.EnterPage4K(24, 0x5000), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "every address in the 16 MB page is recorded");
        Assert.That(
            guest.Cpu.EnterHugePage(32, HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the next page has to be looked up");
        Assert.That(guest.PinnedPages, Is.EqualTo(2), "each page is pinned once, however many entries it has");
    }

    [Test]
    public void RealModeAnswersTooHardAndTouchesNothing()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.Gpr[3] = (ulong)HypercallNumber.Enter;
        guest.Cpu.Gpr[6] = Hpte.Large;
        guest.Cpu.Gpr[7] = Hpte.Coherent;
        ulong[] before = guest.Registers;

        Assert.That(
            book3s_hv_rm_mmu.kvmppc_h_enter(guest.Cpu.Vcpu, 0, 0, Hpte.Large, Hpte.Coherent), Is.EqualTo((long)HypercallResult.TooHard),
            "the page is not recorded in slot_phys");
        Assert.That(book3s_hv_rmhandlers.hcall_try_real_mode(guest.Cpu.Vcpu), Is.False, "the call leaves the guest");
        Assert.That(guest.Cpu.Vcpu->arch.trap, Is.EqualTo(BOOK3S_INTERRUPT_SYSCALL), "it leaves as a hypercall for the host");
        Assert.That(guest.Registers, Is.EqualTo(before), "the host finds the arguments unchanged");
        Assert.That(guest.PinnedPages, Is.Zero, "real mode pins nothing");
        Assert.That(guest.Entry(0).V, Is.Zero, "real mode makes no entry");
    }

    [TestCase(MappingKind.SmallPages, 0)]
    [TestCase(MappingKind.CompoundPages, 4)]
    public void EnteringMemoryWithPagesOtherThan16MBIsRefused(MappingKind kind, int order)
    {
        ulong userAddress = Booted.Process.Map(HugePage, new MappingOptions { Kind = kind, Order = order });
        Guest guest = GuestWithoutMemory();
        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, HugePage, userAddress), Is.EqualTo(Errno.Success),
            "setting the region does not look at the pages");

        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "the page size is not 16 MB");
        Assert.That(LogMessages, Has.One.EqualTo($"page at {userAddress:x} isn't 16MB (o={order})"), "the log gives the reason");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "the reference taken during look-up is dropped");
    }

    [Test]
    public void EnteringMemoryThatUserSpaceCannotWriteIsRefused()
    {
        ulong userAddress = Booted.Process.Map(HugePage, new MappingOptions { Writable = false });
        Guest guest = GuestWithoutMemory();
        guest.Machine.SetMemoryRegion(0, 0, HugePage, userAddress);
        Assert.That(
            guest.Cpu.EnterHugePage(8, 0), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)), "the guest could write to it");
    }

    [Test]
    public void PinnedPagesOutliveTheirMapping()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        guest.Cpu.EnterHugePage(16, HugePage);
        ulong frame = guest.FrameOf(0);
        Booted.Process.Unmap(guest.UserAddress);

        Assert.That(Booted.PhysicalMemory.ReferenceCount(frame), Is.EqualTo(1), "the kernel's reference keeps the page");
        Assert.That(
            guest.Cpu.EnterHugePage(24, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "the pinned page can still be entered");
        Assert.That(
            guest.Cpu.EnterHugePage(32, 2 * HugePage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Parameter)),
            "a page that was not pinned is freed");

        guest.Machine.Dispose();
        Assert.That(
            () => SimulatedHost.Current.Memory.PfnToPage(frame) is null, Throws.TypeOf<KernelOopsException>(),
            "disposing the machine frees the page: its frame no longer exists");
    }

    [Test]
    public void DisposingAMachineUnpinsItsPagesAndMarksThemDirty()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        guest.Cpu.EnterHugePage(16, 3 * HugePage);
        ulong[] pinned = [guest.FrameOf(0), guest.FrameOf(3)];
        Assert.That(Booted.PhysicalMemory.DirtyPages(), Is.Empty, "no page is dirty before the machine is disposed");

        guest.Machine.Dispose();

        Assert.That(pinned.Select(Booted.PhysicalMemory.ReferenceCount), Is.All.EqualTo(1), "only the mapping's reference is left");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "no page has an extra reference");
        Assert.That(Booted.PhysicalMemory.DirtyPages(), Is.EquivalentTo(pinned), "exactly the pages that the guest could write are dirty");
    }

    [Test]
    public void OnePageCanBackSeveralMachines()
    {
        Guest first = GuestWithMemory();
        Guest second = GuestWithoutMemory() with { UserAddress = first.UserAddress };
        second.Machine.SetMemoryRegion(0, 0, 4 * HugePage, first.UserAddress);
        first.Cpu.EnterHugePage(8, 0);
        second.Cpu.EnterHugePage(8, 0);

        Assert.That(second.FrameOf(0), Is.EqualTo(first.FrameOf(0)), "both machines use one page");
        Assert.That(Booted.PhysicalMemory.ReferenceCount(first.FrameOf(0)), Is.EqualTo(3), "the mapping and each machine hold a reference");
        second.Machine.Dispose();
        Assert.That(Booted.PhysicalMemory.ReferenceCount(first.FrameOf(0)), Is.EqualTo(2), "the disposed machine drops its reference");
    }

    [Test]
    public void GuestWritesStayInTheProcessMemoryAfterDisposal()
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        guest.Write(0x1234, 0x1122334455667788);
        guest.Machine.Dispose();
        Assert.That(guest.Read<ulong>(0x1234), Is.EqualTo(0x1122334455667788), "the page belongs to the process");
    }
}
