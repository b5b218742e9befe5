// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// Preallocated real mode areas: contiguous memory that the processor itself limits the guest's real mode accesses to. LPCR and RMOR of a
/// POWER7, HID4 of a PPC970 are computed by hand here, for an area at 256 GB.
/// </summary>
[TestFixture]
public sealed unsafe class RealModeAreaTests : SystemFixture
{
    private const ulong AreaAddress = 256 * GB;

    // POWER7: LPES, PECE, HDICE and DPFD = 4, without VPM0 and VRMA_L; the selector from bit 26 up.
    [TestCase(32 * MB, 0x0040_0000_2000_700dul, TestName = "{m}(32 MB, selector 8)")]
    [TestCase(64 * MB, 0x0040_0000_0c00_700dul, TestName = "{m}(64 MB, selector 3)")]
    [TestCase(128 * MB, 0x0040_0000_1c00_700dul, TestName = "{m}(128 MB, selector 7)")]
    [TestCase(256 * MB, 0x0040_0000_1000_700dul, TestName = "{m}(256 MB, selector 4)")]
    [TestCase(1 * GB, 0x0040_0000_0800_700dul, TestName = "{m}(1 GB, selector 2)")]
    [TestCase(16 * GB, 0x0040_0000_0400_700dul, TestName = "{m}(16 GB, selector 1)")]
    [TestCase(256 * GB, 0x0040_0000_0000_700dul, TestName = "{m}(256 GB, selector 0)")]
    public void Power7AcceptsEverySupportedAreaSize(ulong bytes, ulong lpcr)
    {
        Boot();
        Guest guest = GuestOnArea(bytes);
        Assert.That(
            guest.Machine.Lpcr, Is.EqualTo(0x8048_0000_0000_700d),
            "before set-up VPM0 and VRMA_L are set: real mode accesses are translated");

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the processor supports the size");
        Assert.That($"{guest.Machine.Lpcr:x16}", Is.EqualTo($"{lpcr:x16}"), "LPCR has the selector of the size");
        Assert.That(guest.Machine.Rmor, Is.EqualTo(AreaAddress), "RMOR is the area's real address");
        Assert.That(
            LogMessages, Has.One.EqualTo($"KVM: Using RMO at 4000000000 size {bytes:x} (LPCR = {lpcr:x})"), "the log reports the area");
        AssertSlotPagesAreTheArea(guest, bytes);
    }

    // PPC970: LPID 1 in bits 60:57, the area's address / 64 MB from bit 41 up, the selector's high bits at 5 and its low two at 61.
    [TestCase(64 * MB, 0x6220_0000_0dc5_0000ul, TestName = "{m}(64 MB, selector 3)")]
    [TestCase(128 * MB, 0x6220_0000_0dc5_0020ul, TestName = "{m}(128 MB, selector 7)")]
    [TestCase(256 * MB, 0x0220_0000_0dc5_0020ul, TestName = "{m}(256 MB, selector 4)")]
    [TestCase(1 * GB, 0x4220_0000_0dc5_0000ul, TestName = "{m}(1 GB, selector 2)")]
    [TestCase(16 * GB, 0x2220_0000_0dc5_0000ul, TestName = "{m}(16 GB, selector 1)")]
    [TestCase(256 * GB, 0x0220_0000_0dc5_0000ul, TestName = "{m}(256 GB, selector 0)")]
    public void Ppc970AcceptsEverySupportedAreaSize(ulong bytes, ulong hid4)
    {
        Boot(cpu: CpuModel.Ppc970);
        Guest guest = GuestOnArea(bytes);
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(0x0200_0000_0dc5_0000), "before set-up HID4 is the host's with the guest's LPID");

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the processor supports the size");
        Assert.That(
            $"{guest.Machine.Lpcr:x16}", Is.EqualTo($"{hid4:x16}"), "HID4 has the selector of the size and the address of the area");
        Assert.That(guest.Machine.Rmor, Is.Zero, "PPC970 has no RMOR; the offset is in HID4");
        AssertSlotPagesAreTheArea(guest, bytes);
    }

    [TestCase(CpuModel.Power7, 48 * MB, 0x8048_0000_0000_700dul)]
    [TestCase(CpuModel.Power7, 512 * MB, 0x8048_0000_0000_700dul)]
    [TestCase(CpuModel.Ppc970, 32 * MB, 0x0200_0000_0dc5_0000ul)]
    [TestCase(CpuModel.Ppc970, 16 * MB, 0x0200_0000_0dc5_0000ul)]
    public void AnUnsupportedAreaSizeIsRefusedAndChangesNothing(CpuModel cpu, ulong bytes, ulong lpcr)
    {
        Boot(cpu: cpu);
        Guest guest = GuestOnArea(bytes);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "the size has no selector");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the guest cannot run");
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(lpcr), "the register is unchanged");
        Assert.That(guest.SlotPages, Is.All.Zero, "slot_phys is empty");
        Assert.That(guest.Machine.Kvm->arch.rma is null, Is.True, "the area is not adopted");
    }

    [Test]
    public void AnAreaLargerThanItsSlotIsLimitedToTheSlot()
    {
        Boot();
        Guest guest = GuestOnArea(256 * MB, slotBytes: 64 * MB);
        guest.Cpu.SetUpRealModeArea();
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(0x0040_0000_0c00_700d), "selector 3: 64 MB");
        AssertSlotPagesAreTheArea(guest, 64 * MB);
    }

    [Test]
    public void PagesOfASlotBeyondItsAreaArePinnedWhenEntered()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        Guest guest = GuestWithoutMemory();
        RealModeArea area = guest.Machine.AllocateRealModeArea();
        ulong userAddress = area!.Map();
        Booted.Process.MapHugePagesAt(userAddress + 64 * MB, 64 * MB);
        guest.Machine.SetMemoryRegion(0, 0, 128 * MB, userAddress);
        guest.Cpu.SetUpRealModeArea();

        Assert.That(
            guest.SlotPages.Select(page => page != 0), Is.EqualTo(new[] { true, true, true, true, false, false, false, false }),
            "slot_phys has the four pages of the area");
        Assert.That(
            guest.Cpu.EnterHugePage(8, 64 * MB), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)),
            "a page beyond the area is looked up");
        Assert.That(guest.PinnedPages, Is.EqualTo(1), "only the page beyond the area is pinned");
    }

    [Test]
    public void PagesOfAnAreaAreEnteredInRealModeAndNotPinned()
    {
        Boot();
        Guest guest = GuestOnArea(64 * MB);
        guest.Cpu.SetUpRealModeArea();

        Assert.That(
            guest.Cpu.EnterHugePage(8, HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)),
            "slot_phys has the address of the page");
        Assert.That(guest.TargetOf(8), Is.EqualTo(AreaAddress + HugePage), "the area is contiguous");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "pages of an area need no pin");
    }

    [Test]
    public void AMachineKeepsItsAreaAfterUserSpaceReleasesIt()
    {
        Boot();
        Guest guest = GuestOnArea(64 * MB);
        guest.Cpu.SetUpRealModeArea();
        Booted.Process.Unmap(guest.UserAddress);
        VirtualMachine other = Booted.CreateVirtualMachine();

        Assert.That(guest.Machine.Kvm->arch.rma->use_count.counter, Is.EqualTo(1), "only the machine uses the area");
        Assert.That(other.AllocateArea(out _), Is.EqualTo(Errno.NoMemory), "the area is not in the pool");
        guest.Machine.Dispose();
        Assert.That(other.AllocateArea(out RealModeArea? area), Is.EqualTo(Errno.Success), "disposing the machine returns the area");
        Assert.That(area!.Size, Is.EqualTo(64 * MB), "the area has its whole size");
    }

    [Test]
    public void ASlotMovedAwayFromZeroCannotMapAnAreaThatIsFree()
    {
        Boot();
        Guest guest = GuestOnArea(64 * MB);
        guest.Cpu.SetUpRealModeArea();
        guest.Machine.SetMemoryRegion(0, GB, 64 * MB, guest.UserAddress);
        Booted.Process.Unmap(guest.UserAddress);

        bool isFree = Booted.CreateVirtualMachine().AllocateArea(out _).IsSuccess;
        bool isMapped = guest.Cpu.EnterHugePage(8, GB).Result == HypercallResult.Success;
        Assert.That(isFree && isMapped, Is.False, "an area given to a second machine cannot be mapped by the first");
    }

    [Test]
    public void ReturnedAreasAreHandedOutFirstInFirstOut()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        Booted.AddRealModeArea(128 * MB);
        VirtualMachine machine = Booted.CreateVirtualMachine();

        RealModeArea first = machine.AllocateRealModeArea();
        first!.Dispose();
        RealModeArea second = machine.AllocateRealModeArea();
        RealModeArea third = machine.AllocateRealModeArea();
        Assert.That(
            new[] { first.Size, second!.Size, third!.Size }, Is.EqualTo(new[] { 64 * MB, 128 * MB, 64 * MB }),
            "the pool is first in, first out");
        Assert.That(new[] { second.Descriptor, third.Descriptor }, Is.EqualTo(new[] { 0, 1 }), "each area gets the lowest free descriptor");
        Assert.That(machine.AllocateArea(out _), Is.EqualTo(Errno.NoMemory), "the pool has no third area");
    }

    [Test]
    public void AFailedDescriptorReturnsItsAreaToThePool()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Booted.Instruments.Faults.FailNext(AllocationPoint.FileDescriptor, errno: -24);

        Assert.That(
            machine.AllocateArea(out RealModeArea? area), Is.EqualTo(Errno.TooManyFiles), "the call returns the error of the descriptor");
        Assert.That(area, Is.Null, "a failed call returns no area");
        Assert.That(machine.AllocateArea(out _), Is.EqualTo(Errno.Success), "the next call gets the area");
    }

    [Test]
    public void Ppc970SetsAreasAsideAtBoot()
    {
        Boot(cpu: CpuModel.Ppc970, commandLine: "quiet kvm_rma_size=128M kvm_rma_count=2");
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Assert.That(
            LogMessages.Count(message => message.StartsWith("Allocated KVM RMA at ", StringComparison.Ordinal)), Is.EqualTo(2),
            "the log gives the address of each area");
        for (int i = 0; i < 2; i++)
        {
            RealModeArea area = machine.AllocateRealModeArea();
            Assert.That(area!.Size, Is.EqualTo(128 * MB), "each area has the size of the command line");
        }
        Assert.That(machine.AllocateArea(out _), Is.EqualTo(Errno.NoMemory), "the pool has the number of areas of the command line");
    }

    [TestCase(CpuModel.Power7, "kvm_rma_size=64M kvm_rma_count=1", null)]
    [TestCase(CpuModel.Ppc970, "kvm_rma_size=32M kvm_rma_count=1", "RMA size of 0x2000000 not supported")]
    [TestCase(CpuModel.Ppc970, "kvm_rma_size=64M", null)]
    public void NoAreaIsSetAsideWithoutAUsefulSizeCountAndProcessor(CpuModel cpu, string commandLine, string? message)
    {
        Boot(cpu: cpu, commandLine: commandLine);
        Assert.That(
            LogMessages.FirstOrDefault(text => text.StartsWith("RMA", StringComparison.Ordinal)), Is.EqualTo(message),
            "message of the boot");
        Assert.That(Booted.CreateVirtualMachine().AllocateArea(out _), Is.EqualTo(Errno.NoMemory), "the pool is empty");
    }

    [Test]
    public void ASlotThatBeginsInsideAnAreaDoesNotUseTheArea()
    {
        Boot();
        Booted.AddRealModeArea(128 * MB);
        Guest guest = GuestWithoutMemory();
        RealModeArea area = guest.Machine.AllocateRealModeArea();
        guest.Machine.SetMemoryRegion(0, 0, 64 * MB, area!.Map() + 64 * MB);
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "the slot is treated as memory of small pages");
    }

    [Test]
    public void Ppc970CannotRunAGuestWithoutAnArea()
    {
        Boot(cpu: CpuModel.Ppc970);
        Guest guest = GuestWithMemory();

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.NotPermitted), "PPC970 does not translate real mode accesses");
        Assert.That(LogMessages, Has.One.EqualTo("KVM: CPU requires an RMO"), "the log gives the reason");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the guest cannot run");
        Assert.That(guest.PinnedPages, Is.Zero, "no page was looked up");
    }

    /// <summary>A guest on an area at 256 GB; set-up is left to the test.</summary>
    private Guest GuestOnArea(ulong bytes, ulong? slotBytes = null)
    {
        Booted.Host.Memory.Register(AreaAddress >> 16, bytes >> 16, order: 0);
        Booted.AddRealModeArea(AreaAddress >> 16, bytes >> 16);
        Guest guest = GuestWithoutMemory();
        RealModeArea area = guest.Machine.AllocateRealModeArea();
        ulong userAddress = area!.Map();
        area.Dispose();
        guest.Machine.SetMemoryRegion(0, 0, slotBytes ?? bytes, userAddress);
        return guest with { UserAddress = userAddress };
    }

    private static void AssertSlotPagesAreTheArea(Guest guest, ulong bytes)
    {
        ulong[] expected = [.. Enumerable.Range(0, (int)(bytes / HugePage)).Select(page => AreaAddress + (ulong)page * HugePage)];
        Assert.That(guest.SlotPages.SequenceEqual(expected), Is.True, "slot_phys has contiguous pages without the mark of a pinned page");
        Assert.That(guest.Machine.Kvm->arch.rma->use_count.counter, Is.EqualTo(2), "user space and the machine each use the area once");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.True, "the guest can run");
    }
}
