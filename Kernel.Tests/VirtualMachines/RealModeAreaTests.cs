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
    public void Power7TakesEverySizeThatItKnows(ulong bytes, ulong lpcr)
    {
        Boot();
        Guest guest = GuestOnArea(bytes);
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(0x8048_0000_0000_700d), "before, real mode accesses are translated: VPM0 and VRMA_L are set");

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the size is one that the processor knows");
        Assert.That($"{guest.Machine.Lpcr:x16}", Is.EqualTo($"{lpcr:x16}"), "LPCR");
        Assert.That(guest.Machine.Rmor, Is.EqualTo(AreaAddress), "RMOR is the area's real address");
        Assert.That(
            LogMessages, Has.One.EqualTo($"KVM: Using RMO at 4000000000 size {bytes:x} (LPCR = {lpcr:x})"), "the log says so");
        AssertEveryPageIsKnown(guest, bytes);
    }

    // PPC970: LPID 1 in bits 60:57, the area's address / 64 MB from bit 41 up, the selector's high bits at 5 and its low two at 61.
    [TestCase(64 * MB, 0x6220_0000_0dc5_0000ul, TestName = "{m}(64 MB, selector 3)")]
    [TestCase(128 * MB, 0x6220_0000_0dc5_0020ul, TestName = "{m}(128 MB, selector 7)")]
    [TestCase(256 * MB, 0x0220_0000_0dc5_0020ul, TestName = "{m}(256 MB, selector 4)")]
    [TestCase(1 * GB, 0x4220_0000_0dc5_0000ul, TestName = "{m}(1 GB, selector 2)")]
    [TestCase(16 * GB, 0x2220_0000_0dc5_0000ul, TestName = "{m}(16 GB, selector 1)")]
    [TestCase(256 * GB, 0x0220_0000_0dc5_0000ul, TestName = "{m}(256 GB, selector 0)")]
    public void Ppc970TakesEverySizeThatItKnows(ulong bytes, ulong hid4)
    {
        Boot(cpu: CpuModel.Ppc970);
        Guest guest = GuestOnArea(bytes);
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(0x0200_0000_0dc5_0000), "before, HID4 is the host's, with the guest's LPID");

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "the size is one that the processor knows");
        Assert.That($"{guest.Machine.Lpcr:x16}", Is.EqualTo($"{hid4:x16}"), "HID4");
        Assert.That(guest.Machine.Rmor, Is.Zero, "PPC970 has no RMOR; the offset lies in HID4");
        AssertEveryPageIsKnown(guest, bytes);
    }

    [TestCase(CpuModel.Power7, 48 * MB, 0x8048_0000_0000_700dul)]
    [TestCase(CpuModel.Power7, 512 * MB, 0x8048_0000_0000_700dul)]
    [TestCase(CpuModel.Ppc970, 32 * MB, 0x0200_0000_0dc5_0000ul)]
    [TestCase(CpuModel.Ppc970, 16 * MB, 0x0200_0000_0dc5_0000ul)]
    public void AnUnsupportedSizeIsRefusedAndChangesNothing(CpuModel cpu, ulong bytes, ulong lpcr)
    {
        Boot(cpu: cpu);
        Guest guest = GuestOnArea(bytes);

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "there is no selector for it");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.False, "the guest cannot run");
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(lpcr), "the register is as it was");
        Assert.That(guest.SlotPages, Is.All.Zero, "no page is known");
        Assert.That(guest.Machine.Kvm->arch.rma is null, Is.True, "the area is not adopted");
    }

    [Test]
    public void AnAreaLargerThanItsSlotIsLimitedToTheSlot()
    {
        Boot();
        Guest guest = GuestOnArea(256 * MB, slotBytes: 64 * MB);
        guest.Cpu.SetUpRealModeArea();
        Assert.That(guest.Machine.Lpcr, Is.EqualTo(0x0040_0000_0c00_700d), "selector 3: 64 MB");
        AssertEveryPageIsKnown(guest, 64 * MB);
    }

    [Test]
    public void ASlotLargerThanItsAreaKeepsTheRestForLater()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        Guest guest = GuestWithoutMemory();
        RealModeArea area = guest.Machine.AllocateRealModeArea();
        ulong userAddress = area!.Map();
        Booted.Process.MapHugePagesAt(userAddress + 64 * MB, 64 * MB);
        guest.Machine.SetMemoryRegion(0, 0, 128 * MB, userAddress);
        guest.Cpu.SetUpRealModeArea();

        Assert.That(guest.SlotPages.Select(page => page != 0), Is.EqualTo(new[] { true, true, true, true, false, false, false, false }), "four pages are the area's");
        Assert.That(guest.Cpu.EnterHugePage(8, 64 * MB), Is.EqualTo(Outcome.InVirtualMode(HypercallResult.Success)), "the others are looked up as usual");
        Assert.That(guest.PinnedPages, Is.EqualTo(1), "and only they are pinned");
    }

    [Test]
    public void PagesOfTheAreaAreEnteredInRealModeAndNotPinned()
    {
        Boot();
        Guest guest = GuestOnArea(64 * MB);
        guest.Cpu.SetUpRealModeArea();

        Assert.That(guest.Cpu.EnterHugePage(8, HugePage), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "their addresses are known");
        Assert.That(guest.TargetOf(8), Is.EqualTo(AreaAddress + HugePage), "the area is contiguous");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "nobody can take its pages away");
    }

    [Test]
    public void AMachineHoldsItsAreaAfterUserSpaceLetGo()
    {
        Boot();
        Guest guest = GuestOnArea(64 * MB);
        guest.Cpu.SetUpRealModeArea();
        Booted.Process.Unmap(guest.UserAddress);
        VirtualMachine other = Booted.CreateVirtualMachine();

        Assert.That(guest.Machine.Kvm->arch.rma->use_count.counter, Is.EqualTo(1), "mapping and descriptor are gone, the machine's use is left");
        Assert.That(other.AllocateArea(out _), Is.EqualTo(Errno.NoMemory), "so the pool is empty");
        guest.Machine.Dispose();
        Assert.That(other.AllocateArea(out RealModeArea? area), Is.EqualTo(Errno.Success), "with the machine the area returns");
        Assert.That(area!.Size, Is.EqualTo(64 * MB), "whole");
    }

    [Test]
    public void ASlotThatMovesAwayFromZeroKeepsNoPageOfAnAreaThatMayGoToAnother()
    {
        Boot();
        Guest guest = GuestOnArea(64 * MB);
        guest.Cpu.SetUpRealModeArea();
        guest.Machine.SetMemoryRegion(0, GB, 64 * MB, guest.UserAddress);
        Booted.Process.Unmap(guest.UserAddress);

        bool isFree = Booted.CreateVirtualMachine().AllocateArea(out _).IsSuccess;
        bool isMapped = guest.Cpu.EnterHugePage(8, GB).Result == HypercallResult.Success;
        Assert.That(isFree && isMapped, Is.False, "a second machine has the area now, and the first can still map it");
    }

    [Test]
    public void AreasAreHandedOutInTheOrderInWhichTheyCameBack()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        Booted.AddRealModeArea(128 * MB);
        VirtualMachine machine = Booted.CreateVirtualMachine();

        RealModeArea first = machine.AllocateRealModeArea();
        first!.Dispose();
        RealModeArea second = machine.AllocateRealModeArea();
        RealModeArea third = machine.AllocateRealModeArea();
        Assert.That(new[] { first.Size, second!.Size, third!.Size }, Is.EqualTo(new[] { 64 * MB, 128 * MB, 64 * MB }), "first in, first out");
        Assert.That(new[] { second.Descriptor, third.Descriptor }, Is.EqualTo(new[] { 0, 1 }), "descriptors are the lowest free ones");
        Assert.That(machine.AllocateArea(out _), Is.EqualTo(Errno.NoMemory), "there is no third");
    }

    [Test]
    public void AFailedDescriptorReturnsTheAreaToThePool()
    {
        Boot();
        Booted.AddRealModeArea(64 * MB);
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Booted.Instruments.Faults.FailNext(AllocationPoint.FileDescriptor, errno: -24);

        Assert.That(machine.AllocateArea(out RealModeArea? area), Is.EqualTo(Errno.TooManyFiles), "the error of the descriptor");
        Assert.That(area, Is.Null, "there is none");
        Assert.That(machine.AllocateArea(out _), Is.EqualTo(Errno.Success), "the next attempt gets it");
    }

    [Test]
    public void Ppc970SetsAreasAsideWhileItBoots()
    {
        Boot(cpu: CpuModel.Ppc970, commandLine: "quiet kvm_rma_size=128M kvm_rma_count=2");
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Assert.That(LogMessages.Count(message => message.StartsWith("Allocated KVM RMA at ", StringComparison.Ordinal)), Is.EqualTo(2), "the log tells where");
        for (int i = 0; i < 2; i++)
        {
            RealModeArea area = machine.AllocateRealModeArea();
            Assert.That(area!.Size, Is.EqualTo(128 * MB), "of the size asked for");
        }
        Assert.That(machine.AllocateArea(out _), Is.EqualTo(Errno.NoMemory), "and two of them");
    }

    [TestCase(CpuModel.Power7, "kvm_rma_size=64M kvm_rma_count=1", null)]
    [TestCase(CpuModel.Ppc970, "kvm_rma_size=32M kvm_rma_count=1", "RMA size of 0x2000000 not supported")]
    [TestCase(CpuModel.Ppc970, "kvm_rma_size=64M", null)]
    public void NoAreaIsSetAsideWhereNoneCanBeUsed(CpuModel cpu, string commandLine, string? message)
    {
        Boot(cpu: cpu, commandLine: commandLine);
        Assert.That(LogMessages.FirstOrDefault(text => text.StartsWith("RMA", StringComparison.Ordinal)), Is.EqualTo(message), "what the boot says");
        Assert.That(Booted.CreateVirtualMachine().AllocateArea(out _), Is.EqualTo(Errno.NoMemory), "the pool is empty");
    }

    [Test]
    public void ASlotThatBeginsInsideAnAreaIsNoArea()
    {
        Boot();
        Booted.AddRealModeArea(128 * MB);
        Guest guest = GuestWithoutMemory();
        RealModeArea area = guest.Machine.AllocateRealModeArea();
        guest.Machine.SetMemoryRegion(0, 0, 64 * MB, area!.Map() + 64 * MB);
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Invalid), "it counts as memory of small pages");
    }

    [Test]
    public void Ppc970CannotDoWithoutAnArea()
    {
        Boot(cpu: CpuModel.Ppc970);
        Guest guest = GuestWithMemory();

        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.NotPermitted), "it does not translate real mode accesses");
        Assert.That(LogMessages, Has.One.EqualTo("KVM: CPU requires an RMO"), "the log tells why");
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

    private static void AssertEveryPageIsKnown(Guest guest, ulong bytes)
    {
        ulong[] expected = [.. Enumerable.Range(0, (int)(bytes / HugePage)).Select(page => AreaAddress + (ulong)page * HugePage)];
        Assert.That(guest.SlotPages.SequenceEqual(expected), Is.True, "each 16 MB follows the one before, without the mark of a pinned page");
        Assert.That(guest.Machine.Kvm->arch.rma->use_count.counter, Is.EqualTo(2), "user space's use of the area and the machine's");
        Assert.That(guest.Machine.IsRealModeAreaSetUp, Is.True, "the guest can run");
    }
}
