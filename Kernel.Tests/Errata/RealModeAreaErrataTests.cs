// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E02, E06, E07, E08, E23, E25 and E34: real mode areas and the memory that a guest sees in real mode.</summary>
[TestFixture]
public sealed unsafe class RealModeAreaErrataTests : SystemFixture
{
    [Test]
    public void E02_CorrectedAPreallocatedAreaIsAdopted([Values] CpuModel cpu)
    {
        Boot(cpu: cpu);
        Guest guest = GuestWithArea(64 * MB);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "an area mapped by small pages is accepted");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.True, "the guest can run");
    }

    [Test]
    public void E02_AsWrittenEveryPreallocatedAreaIsRefused([Values] CpuModel cpu)
    {
        Boot(ErrataSet.Of(Erratum.E02), cpu);
        Guest guest = GuestWithArea(64 * MB);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "small pages are refused before the area is recognised");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the guest cannot run");
    }

    [Test]
    public void E06_CorrectedAnAreaOfUnsupportedSizeIsRefused()
    {
        Boot();
        Guest guest = GuestWithArea(48 * MB);
        ulong lpcr = guest.Machine.Lpcr;

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "no processor supports an area of 48 MB");
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(lpcr), "LPCR is unchanged");
        Assert.That(LogMessages, Has.One.EqualTo("KVM: Can't use RMA of 0x3000000 bytes"), "the log gives the reason");
    }

    [Test]
    public void E06_AsWrittenAnAreaOfUnsupportedSizePutsMinusOneIntoTheLpcr()
    {
        Boot(ErrataSet.Of(Erratum.E06));
        Guest guest = GuestWithArea(48 * MB);

        Assert.That(
            guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the selector is unsigned, so -1 is not recognised as an error");
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(0xffff_ffff_fc00_700d), "all bits from the selector up are set");
    }

    [Test]
    public void E07_CorrectedAFailedMappingIsReportedAndCompletedByTheNextRun()
    {
        Boot();
        Guest guest = GuestWithMemory(4 * HugePage);
        Booted.Instruments.Faults.FailNext(AllocationPoint.UserPage, after: 2);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "the third page could not be pinned");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the guest cannot run yet");
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the second attempt completes the area");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(4), "each page has exactly one entry");
    }

    [Test]
    public void E07_AsWrittenAFailedMappingIsReportedAsSuccess()
    {
        Boot(ErrataSet.Of(Erratum.E07));
        Guest guest = GuestWithMemory(4 * HugePage);
        Booted.Instruments.Faults.FailNext(AllocationPoint.UserPage, after: 2);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the result of the mapping is ignored");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.True, "the area counts as set up");
        Assert.That(guest.Machine.HashedPageTable.ValidCount, Is.EqualTo(2), "the third page has no entry");
        Assert.That(LogMessages, Has.One.EqualTo("KVM: map_vrma at 2000000 failed, ret=-4"), "the failure is only logged");
    }

    [Test]
    public void E08_CorrectedSettingUpTheAreaKeepsR4()
    {
        Assert.That(R4AfterSetUp(ErrataSet.Corrected), Is.EqualTo(0x1234), "r4 is unchanged");
    }

    [Test]
    public void E08_AsWrittenSettingUpTheAreaOverwritesR4WithAnIndex()
    {
        Assert.That(
            R4AfterSetUp(ErrataSet.Of(Erratum.E08)), Is.EqualTo(0xfffe7),
            "r4 has the index of the last VRMA entry: entry 7 of group 0x1fffc");
    }

    [Test]
    public void E23_CorrectedTheAreaSizeIsWrittenOnlyOnSuccess()
    {
        Assert.That(SizeAfterFailedAllocation(ErrataSet.Corrected), Is.EqualTo(0x1234), "the caller's size is unchanged");
    }

    [Test]
    public void E23_AsWrittenTheSizeOfAReleasedAreaIsWritten()
    {
        Assert.That(
            SizeAfterFailedAllocation(ErrataSet.Of(Erratum.E23)), Is.EqualTo(64 * MB),
            "the size is read from an area that is already released");
    }

    [Test]
    public void E25_CorrectedARegisteredAreaPinsItsOwnPage()
    {
        Guest guest = GuestThatSharesItsThirdPage(ErrataSet.Corrected);
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (guest.FrameOf(0) + 2, 2) }),
            "the page with the area is pinned");

        guest.Cpu.RegisterArea(5, processor: 0);
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "the page is unpinned");
    }

    [Test]
    public void E25_AsWrittenARegisteredAreaPinsOnePageAndReleasesAnother()
    {
        Guest guest = GuestThatSharesItsThirdPage(ErrataSet.Of(Erratum.E25, Erratum.E35));     // E35: pinned once only
        ulong first = guest.FrameOf(0);
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (first, 2) }), "the first page of the 16 MB is pinned");

        guest.Cpu.RegisterArea(5, processor: 0);
        Assert.That(
            Booted.PhysicalMemory.UnusualReferenceCounts(), Is.EqualTo(new[] { (first, 2), (first + 2, 0) }),
            "the first page stays pinned, and the third is released while it is mapped");
    }

    [Test]
    public void E34_CorrectedAnAreaIsZeroWhenItIsHandedOut() =>
        Assert.That(LeftInAnArea(ErrataSet.Corrected), Is.EqualTo((0, 0)), "first and last doubleword of the area");

    [Test]
    public void E34_AsWrittenAnAreaIsHandedOnWithItsContent() =>
        Assert.That(
            LeftInAnArea(ErrataSet.Of(Erratum.E34)), Is.EqualTo((0x1234, 0x5678)), "the first machine's user space wrote both doublewords");

    private (ulong First, ulong Last) LeftInAnArea(ErrataSet errata)
    {
        Boot(errata);
        Booted.AddRealModeArea(64 * MB);
        VirtualMachine first = Booted.CreateVirtualMachine();
        RealModeArea area = first.AllocateRealModeArea();
        ulong userAddress = area.Map();
        Booted.Process.WriteDoubleword(userAddress, 0x1234);
        Booted.Process.WriteDoubleword(userAddress + area.Size - sizeof(ulong), 0x5678);
        Booted.Process.Unmap(userAddress);
        area.Dispose();
        first.Dispose();

        using RealModeArea again = Booted.CreateVirtualMachine().AllocateRealModeArea();
        userAddress = again.Map();
        return (Booted.Process.ReadDoubleword(userAddress), Booted.Process.ReadDoubleword(userAddress + again.Size - sizeof(ulong)));
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

    private ulong R4AfterSetUp(ErrataSet errata)
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

        Assert.That(descriptor, Is.EqualTo(-24), "no file descriptor is free");
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
            guest.Cpu.RegisterArea(1, processor: 0, thirdPage), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "the guest registers a VPA in the third page");
        return guest;
    }
}
