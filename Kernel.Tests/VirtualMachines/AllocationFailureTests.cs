// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using NUnit.Framework;

namespace Kernel.Tests.VirtualMachines;

/// <summary>
/// Every allocation of every system call fails once: the call returns ENOMEM, changes nothing, leaks nothing, and succeeds when repeated.
/// </summary>
[TestFixture]
public sealed class AllocationFailureTests : SystemFixture
{
    private const ulong Somewhere = 0x7100_0000_0000;

    [SetUp]
    public void BootPower7() => Boot();

    [TestCase(AllocationPoint.Slab, 2, TestName = "{m}(struct kvm, struct kvm_memslots)")]
    [TestCase(AllocationPoint.FreePages, 1, TestName = "{m}(the HPT)")]
    [TestCase(AllocationPoint.Vmalloc, 1, TestName = "{m}(the reverse map)")]
    public void CreatingAMachineSurvivesEveryFailedAllocation(AllocationPoint point, int allocations)
    {
        VirtualMachine? machine = null;
        AssertEachAllocationMayFail(point, allocations, () => Booted.CreateMachine(out machine), () =>
        {
            Assert.That(machine, Is.Null, "a failed call returns no machine");
            return "";
        });
        Assert.That(machine!.Lpid, Is.EqualTo(1), "no failed attempt kept an LPID");
    }

    [TestCase(AllocationPoint.Slab, 2, TestName = "{m}(struct kvm_vcpu, struct kvmppc_vcore)")]
    [TestCase(AllocationPoint.FreePages, 1, TestName = "{m}(struct kvm_run)")]
    [TestCase(AllocationPoint.Vmalloc, 0, TestName = "{m}(nothing from vmalloc)")]
    public void CreatingAVcpuSurvivesEveryFailedAllocation(AllocationPoint point, int allocations)
    {
        VirtualMachine machine = Booted.CreateVirtualMachine();
        VirtualCpu? vcpu = null;
        AssertEachAllocationMayFail(point, allocations, () => machine.CreateCpu(0, out vcpu), () =>
        {
            Assert.That(vcpu, Is.Null, "a failed call returns no vcpu");
            return "";
        });
        Assert.That(vcpu!.Id, Is.Zero, "no failed attempt kept the ID");
        Assert.That(machine.CreateCpu(0, out _), Is.EqualTo(Errno.Exists), "the ID is in use");
    }

    [TestCase(AllocationPoint.Slab, 1, TestName = "{m}(a copy of the slots)")]
    [TestCase(AllocationPoint.FreePages, 0, TestName = "{m}(no whole pages)")]
    [TestCase(AllocationPoint.Vmalloc, 3, TestName = "{m}(rmap, dirty bitmap, slot_phys)")]
    public void SettingAMemoryRegionSurvivesEveryFailedAllocation(AllocationPoint point, int allocations)
    {
        VirtualMachine machine = Booted.CreateVirtualMachine();
        AssertEachAllocationMayFail(
            point, allocations, () => machine.TrySetMemoryRegion(2, 0, 4 * HugePage, Somewhere, MemorySlotOptions.LogDirtyPages),
            () => string.Join(", ", machine.MemorySlots));
        Assert.That(machine.MemorySlots.Single().Id, Is.EqualTo(2), "the slot exists");
    }

    [TestCase(AllocationPoint.Slab, 2, TestName = "{m}(two copies of the slots)")]
    [TestCase(AllocationPoint.FreePages, 0, TestName = "{m}(no whole pages)")]
    [TestCase(AllocationPoint.Vmalloc, 0, TestName = "{m}(nothing from vmalloc)")]
    public void DeletingAMemoryRegionSurvivesEveryFailedAllocation(AllocationPoint point, int allocations)
    {
        Guest guest = GuestWithMemory();
        guest.Cpu.EnterHugePage(8, 0);
        AssertEachAllocationMayFail(point, allocations, () => guest.Machine.TrySetMemoryRegion(0, 0, 0, 0), () =>
        {
            Assert.That(
                guest.Cpu.EnterHugePage(16, 0), Is.EqualTo(Outcome.InRealMode(HypercallResult.Success)), "the slot is still in use");
            guest.Cpu.RemoveAt(16);
            return string.Join(", ", guest.Machine.MemorySlots);
        });
        Assert.That(guest.Machine.MemorySlots, Is.Empty, "the slot is deleted");
        Assert.That(Booted.PhysicalMemory.UnusualReferenceCounts(), Is.Empty, "the slot's page is unpinned");
    }

    [Test]
    public void AFailedMemoryRegionLeavesNothingForTheNextAttempt()
    {
        Guest guest = GuestWithoutMemory();
        ulong user = Booted.Process.MapHugePages(HugePage);
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab);
        Assert.That(
            guest.Machine.TrySetMemoryRegion(0, 0, 4 * HugePage, user), Is.EqualTo(Errno.NoMemory), "the slots could not be copied");

        Assert.That(guest.Machine.TrySetMemoryRegion(0, 0, HugePage, user), Is.EqualTo(Errno.Success), "a smaller slot can be set");
        Assert.That(guest.Cpu.TrySetUpRealModeArea(), Is.EqualTo(Errno.Success), "its real mode area can be set up");
        Assert.That(guest.SlotPages, Has.Length.EqualTo(1), "slot_phys has the size of the smaller slot");
    }

    [TestCase(12)]
    [TestCase(4096)]
    [TestCase(int.MaxValue)]
    [TestCase(-1)]
    public void AVcpuIdThatIsTakenOrTooLargeIsRefused(int id)
    {
        VirtualMachine machine = Booted.CreateVirtualMachine();
        machine.CreateVcpu(12);
        nuint before = Booted.Heap.LiveBytes;
        Assert.That(
            machine.CreateCpu(id, out VirtualCpu? vcpu), Is.EqualTo(id == 12 ? Errno.Exists : Errno.Invalid),
            "the ID is in use or beyond the last core");
        Assert.That(vcpu, Is.Null, "a refused call returns no vcpu");
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "a refused call keeps no memory");
    }

    [Test]
    public void AMachineHasAtMost1024Vcpus()
    {
        VirtualMachine machine = Booted.CreateVirtualMachine();
        for (int id = 0; id < 1024; id++)
            machine.CreateVcpu(id);
        nuint before = Booted.Heap.LiveBytes;
        Assert.That(machine.CreateCpu(1024, out _), Is.EqualTo(Errno.Invalid), "a machine holds 1024 vcpus");
        Assert.That(
            (long)(Booted.Heap.LiveBytes - before), Is.LessThan(1024),
            "the vcpu is freed; only its newly created core stays, for later vcpus");
    }

    [Test]
    public void ADisposedMachineFreesItsLpid()
    {
        VirtualMachine first = Booted.CreateVirtualMachine();
        VirtualMachine second = Booted.CreateVirtualMachine();
        Assert.That(
            new[] { first.Lpid, second.Lpid }, Is.EqualTo(new[] { 1, 2 }), "LPID 0 is the host's; machines get the lowest free LPIDs");
        first.Dispose();
        Assert.That(Booted.CreateVirtualMachine().Lpid, Is.EqualTo(1), "the LPID of a disposed machine is free again");
    }

    private void AssertEachAllocationMayFail(AllocationPoint point, int allocations, Func<KvmResult> call, Func<string> describe)
    {
        string before = describe();
        for (int after = 0; after < allocations; after++)
        {
            nuint bytes = Booted.Heap.LiveBytes;
            Booted.Instruments.Faults.FailNext(point, after);
            Assert.That(call(), Is.EqualTo(Errno.NoMemory), $"allocation {after} at {point} fails");
            Assert.That(describe(), Is.EqualTo(before), $"allocation {after} at {point}: nothing has changed");
            Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(bytes), $"allocation {after} at {point}: nothing was kept");
        }
        Booted.Instruments.Faults.FailNext(point, allocations);
        Assert.That(call(), Is.EqualTo(Errno.Success), $"there are no more than {allocations} allocations at {point}");
        Booted.Instruments.Faults.Clear();
    }
}
