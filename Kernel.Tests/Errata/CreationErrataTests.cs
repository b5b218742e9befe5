// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E20, E21, E26, E30 and E31: leaks and invalid numbers while machines and vcpus are created.</summary>
[TestFixture]
public sealed unsafe class CreationErrataTests : SystemFixture
{
    [Test]
    public void E20_CorrectedAFailedAllocationLeavesNoPointers()
    {
        Boot();
        (ulong table, bool hasReverseMap) = PointersAfterLpidsRanOut();
        Assert.That(table, Is.Zero, "no pointer to the freed table is left");
        Assert.That(hasReverseMap, Is.False, "no pointer to the reverse map is left");
    }

    [Test]
    public void E20_AsWrittenAFailedAllocationLeavesDanglingPointers()
    {
        Boot(ErrataSet.Of(Erratum.E20));
        (ulong table, bool hasReverseMap) = PointersAfterLpidsRanOut();
        Assert.That(table, Is.Not.Zero, "the machine still points to a table");
        Assert.That(Booted.Heap.Find((nuint)table), Is.Null, "the table is freed");
        Assert.That(hasReverseMap, Is.True, "the machine still points to a reverse map");
    }

    [Test]
    public void E20_CorrectedTheReverseMapIsZeroed()
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Entry(0).GuestR, Is.Zero, "the reverse map of a new machine is zero");
    }

    [Test]
    public void E20_AsWrittenTheReverseMapIsUninitialised()
    {
#if DEBUG
        Boot(ErrataSet.Of(Erratum.E20));
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Entry(0).GuestR, Is.EqualTo(0x5a5a_5a5a_5a5a_5a5a), "Debug builds fill uninitialised memory with 5a");
#else
        Assert.Ignore("Only Debug builds fill uninitialised memory with a pattern.");
#endif
    }

    [Test]
    public void E21_CorrectedAFailedCoreAllocationReturnsAnError()
    {
        Boot();
        VirtualMachine machine = Booted.CreateVirtualMachine();
        nuint before = Booted.Heap.LiveBytes;
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);

        Assert.That(machine.CreateCpu(0, out _), Is.EqualTo(Errno.NoMemory), "the vcpu was allocated, its core was not");
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "all allocations are freed");
        Assert.That(machine.CreateCpu(0, out _), Is.EqualTo(Errno.Success), "the ID is free");
    }

    [Test]
    public void E21_AsWrittenAFailedCoreAllocationIsANullPointerOops()
    {
        Boot(ErrataSet.Of(Erratum.E21));
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);

        Assert.That(
            OopsOf(() => machine.CreateCpu(0, out _)), Is.EqualTo("kernel BUG: NULL pointer dereference in kvm_arch_vcpu_create"),
            "the error number 0 is taken for a valid pointer");
        Assert.That(Booted.Heap.Leaks.Select(block => block.Name), Has.One.EqualTo("struct kvm_run"), "the run page leaks");
    }

    [Test]
    public void E21_AsWrittenCoresAreNeverFreed()
    {
        Boot(ErrataSet.Of(Erratum.E21));
        Booted.CreateVirtualMachine().CreateVcpu(0);

        var leak = Assert.Throws<NativeLeakException>(SwitchOff, "the core of the disposed machine leaks");
        Assert.That(leak!.Leaks.Select(block => block.Name), Is.EqualTo(new[] { "(ulong)sizeof(kvmppc_vcore)" }), "only the core leaks");
    }

    // LPIDs have 6 bits on PPC970; 0 is the host's, 63 is reserved for partition switches.
    [Test]
    public void E26_CorrectedPpc970RunsOutOfLpidsAfter62Machines()
    {
        Boot(cpu: CpuModel.Ppc970);
        Assert.That(MachinesWithAllLpidsOfPpc970(), Is.EqualTo(Enumerable.Range(1, 62)), "each machine has a different LPID");
        Assert.That(Booted.CreateMachine(out _), Is.EqualTo(Errno.NoMemory), "no LPID is free");
    }

    [Test]
    public void E26_AsWrittenThe63rdMachineOfAPpc970GetsAnLpidThatDoesNotFit()
    {
        Boot(ErrataSet.Of(Erratum.E26), CpuModel.Ppc970);
        MachinesWithAllLpidsOfPpc970();
        VirtualMachine machine = Booted.CreateVirtualMachine();

        Assert.That(machine.Lpid, Is.EqualTo(64), "the bitmap has LPIDs of 10 bits");
        Assert.That(machine.Lpcr >> 57 & 0xf, Is.Zero, "HID4: the low four bits of the LPID are 0, as in the host's");
        Assert.That(machine.Lpcr & 7, Is.EqualTo(4), "HID4: one of the high bits of the LPID is outside its field");
    }

    [Test]
    public void E30_CorrectedAFailedMachineCreationLeavesNothingBehind()
    {
        Boot();
        nuint before = Booted.Heap.LiveBytes;
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);

        Assert.That(Booted.CreateMachine(out _), Is.EqualTo(Errno.NoMemory), "the slots could not be allocated");
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "the table and the reverse map are freed");
        Assert.That(Booted.CreateVirtualMachine().Lpid, Is.EqualTo(1), "the LPID is free");
    }

    [Test]
    public void E30_AsWrittenAFailedMachineCreationLeaksTableAndLpid()
    {
        Boot(ErrataSet.Of(Erratum.E30));
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);

        Assert.That(Booted.CreateMachine(out _), Is.EqualTo(Errno.NoMemory), "the slots could not be allocated");
        Assert.That(Booted.CreateVirtualMachine().Lpid, Is.EqualTo(2), "LPID 1 stays in use");
        var leak = Assert.Throws<NativeLeakException>(SwitchOff, "the memory of the failed machine leaks");
        Assert.That(
            leak!.Leaks.Select(block => block.Name), Is.EquivalentTo(new[] { "HPT", "revmap" }), "the table and the reverse map leak");
    }

    private (ulong Table, bool HasReverseMap) PointersAfterLpidsRanOut()
    {
        for (ulong i = 0; i < 1024 / 64; i++)
            book3s_64_mmu_hv.lpid_inuse[i] = ulong.MaxValue;
        kvm* kvm = (kvm*)Booted.Heap.Allocate("struct kvm of the test", (nuint)sizeof(kvm));
        try
        {
            Assert.That(book3s_64_mmu_hv.kvmppc_alloc_hpt(kvm), Is.EqualTo(-12), "ENOMEM: no LPID is free");
            return (kvm->arch.hpt_virt, !kvm->arch.revmap.is_null);
        }
        finally
        {
            Booted.Heap.Free(kvm);
        }
    }

    private int[] MachinesWithAllLpidsOfPpc970() => [.. Enumerable.Range(0, 62).Select(_ => Booted.CreateVirtualMachine().Lpid)];

    [Test]
    public void E31_CorrectedAVcpuIdBeyondTheLastCoreReturnsAnError()
    {
        Boot(cpu: CpuModel.Ppc970);
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Assert.That(machine.CreateCpu(-1, out _), Is.EqualTo(Errno.Invalid), "4294967295 is beyond the last core");
    }

    [Test]
    public void E31_AsWrittenAVcpuIdWithItsTopBitSetIndexesANegativeCore()
    {
        Boot(ErrataSet.Of(Erratum.E31), CpuModel.Ppc970);
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Assert.That(
            OopsOf(() => machine.CreateCpu(-1, out _)), Does.Contain("vcores: index -1, length 1024"),
            "the oops names array, index and length");
    }
}
