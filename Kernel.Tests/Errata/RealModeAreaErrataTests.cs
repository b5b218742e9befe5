// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E02, E06, E07, E08, E23 and E25: what the original does wrong around the memory that a guest sees in real mode.</summary>
[TestFixture]
public sealed unsafe class RealModeAreaErrataTests : SystemFixture
{
    [Test]
    public void E02_CorrectedAPreallocatedAreaIsAdopted([Values] CpuModel cpu)
    {
        Boot(cpu: cpu);
        Guest guest = GuestWithArea(64 * MB);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "it is mapped by small pages, as every area is");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.True, "the guest can run");
    }

    [Test]
    public void E02_AsWrittenEveryPreallocatedAreaIsRefused([Values] CpuModel cpu)
    {
        Boot(ErrataSet.Of(Erratum.E02), cpu);
        Guest guest = GuestWithArea(64 * MB);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "its mapping has small pages, and that is tested first");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the guest cannot run");
    }

    [Test]
    public void E06_CorrectedAnAreaOfUnsupportedSizeIsRefused()
    {
        Boot();
        Guest guest = GuestWithArea(48 * MB);
        ulong lpcr = guest.Machine.Lpcr;

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "no processor has a limit of 48 MB");
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(lpcr), "nothing was changed before the test");
        Assert.That(LogMessages, Has.One.EqualTo("KVM: Can't use RMA of 0x3000000 bytes"), "the log tells why");
    }

    [Test]
    public void E06_AsWrittenMinusOneLandsInTheLpcr()
    {
        Boot(ErrataSet.Of(Erratum.E06));
        Guest guest = GuestWithArea(48 * MB);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "an unsigned number is never below zero");
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(0xffff_ffff_fc00_700d), "all bits from the selector up are set");
    }

    [Test]
    public void E07_CorrectedAFailedMappingIsReportedAndMadeGoodLater()
    {
        Boot();
        Guest guest = GuestWithMemory(4 * HugePage);
        Booted.Instruments.Faults.FailNext(AllocationPoint.UserPage, after: 2);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "the third page could not be had");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the guest cannot run yet");
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the second attempt completes the area");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(4), "one entry a page, none of them twice");
    }

    [Test]
    public void E07_AsWrittenAFailedMappingPassesForSuccess()
    {
        Boot(ErrataSet.Of(Erratum.E07));
        Guest guest = GuestWithMemory(4 * HugePage);
        Booted.Instruments.Faults.FailNext(AllocationPoint.UserPage, after: 2);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "nobody looks at the result");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.True, "and nobody will try again");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(2), "the guest's third 16 MB are not there");
        Assert.That(LogMessages, Has.One.EqualTo("KVM: map_vrma at 2000000 failed, ret=-4"), "only the log knows");
    }

    [Test]
    public void E08_CorrectedTheGuestKeepsItsFourthRegister()
    {
        Assert.That(FourthRegisterAfterSetUp(ErrataSet.Corrected), Is.EqualTo(0x1234), "set-up is no business of the guest");
    }

    [Test]
    public void E08_AsWrittenTheGuestsFourthRegisterHoldsAnIndex()
    {
        Assert.That(FourthRegisterAfterSetUp(ErrataSet.Of(Erratum.E08)), Is.EqualTo(0xfffe7), "the last entry of the VRMA: group 0x1fffc, place 7");
    }

    [Test]
    public void E23_CorrectedTheSizeIsWrittenOnSuccessOnly()
    {
        Assert.That(SizeAfterFailedAllocation(ErrataSet.Corrected), Is.EqualTo(0x1234), "the caller's memory is left alone");
    }

    [Test]
    public void E23_AsWrittenTheSizeOfAReleasedAreaIsWritten()
    {
        Assert.That(SizeAfterFailedAllocation(ErrataSet.Of(Erratum.E23)), Is.EqualTo(64 * MB), "read from an area that another may own by now");
    }

    [Test]
    public void E25_CorrectedAnAreaSharedWithTheHostCountsOnItsOwnPage()
    {
        Guest guest = GuestThatSharesItsThirdPage(ErrataSet.Corrected);
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0) + 2, 2) }), "the page that holds it");

        guest.Cpu.RegisterArea(5, processor: 0);
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "and is given back");
    }

    [Test]
    public void E25_AsWrittenOnePageIsPinnedAndAnotherReleased()
    {
        Guest guest = GuestThatSharesItsThirdPage(ErrataSet.Of(Erratum.E25));
        ulong first = guest.FrameOf(0);
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (first, 2) }), "counted on the first page of the 16 MB");

        guest.Cpu.RegisterArea(5, processor: 0);
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (first, 2), (first + 2, 0) }),
            "the first page is never freed, and the third is free while it is mapped");
    }

    private Guest GuestWithArea(ulong bytes)
    {
        Booted.AddRealModeArea(bytes);
        Guest guest = GuestWithoutMemory();
        RealModeArea area = guest.Machine.AllocateRealModeArea();
        ulong userAddress = area!.Map();
        area.Dispose();
        guest.Machine.SetMemoryRegion(0, 0, bytes, userAddress);
        return guest with { UserAddress = userAddress };
    }

    private ulong FourthRegisterAfterSetUp(ErrataSet errata)
    {
        Boot(errata);
        Guest guest = GuestWithMemory(4 * HugePage);
        guest.Cpu.Gpr[4] = 0x1234;
        guest.Cpu.SetUpRealModeArea();
        return guest.Cpu.Gpr[4];
    }

    private ulong SizeAfterFailedAllocation(ErrataSet errata)
    {
        Boot(errata);
        Booted.AddRealModeArea(64 * MB);
        Guest guest = GuestWithoutMemory();
        Booted.Instruments.Faults.FailNext(AllocationPoint.FileDescriptor, errno: -24);
        kvm_allocate_rma argument = new() { rma_size = 0x1234 };

        long descriptor = book3s_hv.kvm_vm_ioctl_allocate_rma(guest.Machine.Kvm, &argument);

        Assert.That(descriptor, Is.EqualTo(-24), "there was no file descriptor");
        Assert.That(guest.Machine.AllocateArea(out _), Is.EqualTo(Errno.Success), "the area is back in the pool");
        return argument.rma_size;
    }

    private Guest GuestThatSharesItsThirdPage(ErrataSet errata)
    {
        const ulong thirdPage = 0x20000;
        Boot(errata);
        Guest guest = GuestWithArea(64 * MB);
        guest.Cpu.SetUpRealModeArea();
        guest.Write(thirdPage + 4, (ushort)640);
        Assert.That(
            guest.Cpu.RegisterArea(1, processor: 0, thirdPage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the guest registers a VPA there");
        return guest;
    }
}
