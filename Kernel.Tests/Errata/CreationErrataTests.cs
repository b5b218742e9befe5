// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Errata;
using Kernel.Host.Memory;
using Kernel.Tests.Support;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Errata;

/// <summary>E20, E21, E26, E30 and E31: what the original loses when it creates machines and vcpus, or fails to.</summary>
[TestFixture]
public sealed unsafe class CreationErrataTests : SystemFixture
{
    [Test]
    public void E20_CorrectedAFailedAllocationLeavesNoPointers()
    {
        Boot();
        (ulong table, bool hasReverseMap) = PointersAfterLpidsRanOut();
        Assert.That(table, Is.Zero, "the table is freed, and nothing points there");
        Assert.That(hasReverseMap, Is.False, "nor to the reverse map");
    }

    [Test]
    public void E20_AsWrittenAFailedAllocationLeavesDanglingPointers()
    {
        Boot(ErrataSet.Of(Erratum.E20));
        (ulong table, bool hasReverseMap) = PointersAfterLpidsRanOut();
        Assert.That(table, Is.Not.Zero, "the machine still points to a table");
        Assert.That(Booted.Heap.Find((nuint)table), Is.Null, "that is freed");
        Assert.That(hasReverseMap, Is.True, "and to a reverse map");
    }

    [Test]
    public void E20_CorrectedTheReverseMapBeginsZeroed()
    {
        Boot();
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Entry(0).GuestR, Is.Zero, "no entry was ever made");
    }

    [Test]
    public void E20_AsWrittenTheReverseMapBeginsAsItIsFound()
    {
#if DEBUG
        Boot(ErrataSet.Of(Erratum.E20));
        Guest guest = GuestWithoutMemory();
        Assert.That(guest.Entry(0).GuestR, Is.EqualTo(0x5a5a_5a5a_5a5a_5a5a), "Debug builds fill uninitialised memory with 5a");
#else
        Assert.Ignore("Only Debug builds fill uninitialised memory with a pattern that can be told from zeroes.");
#endif
    }

    [Test]
    public void E21_CorrectedAVcpuWithoutCoreIsAnOrdinaryError()
    {
        Boot();
        VirtualMachine machine = Booted.CreateVirtualMachine();
        nuint before = Booted.Heap.LiveBytes;
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);

        Assert.That(machine.CreateCpu(0, out _), Is.EqualTo(Errno.NoMemory), "the vcpu itself was had, its core was not");
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "all that was had is given back");
        Assert.That(machine.CreateCpu(0, out _), Is.EqualTo(Errno.Success), "and the number is free");
    }

    [Test]
    public void E21_AsWrittenAVcpuWithoutCoreIsANullPointer()
    {
        Boot(ErrataSet.Of(Erratum.E21));
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);

        Assert.That(
            OopsOf(() => machine.CreateCpu(0, out _)), Is.EqualTo("kernel BUG: NULL pointer dereference in kvm_arch_vcpu_create"),
            "the error number is 0, and 0 is no error in a pointer");
        Assert.That(Booted.Heap.Leaks.Select(block => block.Name), Has.One.EqualTo("struct kvm_run"), "its run page is nobody's");
    }

    [Test]
    public void E21_AsWrittenCoresAreNeverFreed()
    {
        Boot(ErrataSet.Of(Erratum.E21));
        Booted.CreateVirtualMachine().CreateVcpu(0);

        var leak = Assert.Throws<NativeLeakException>(SwitchOff, "the machine is gone, its core is not");
        Assert.That(leak!.Leaks.Select(block => block.Name), Is.EqualTo(new[] { "(ulong)sizeof(kvmppc_vcore)" }), "and nothing else is left");
    }

    // LPIDs have 6 bits on PPC970; 0 is the host's, 63 is kept for partition switches.
    [Test]
    public void E26_CorrectedPpc970RunsOutOfLpidsAfter62Machines()
    {
        Boot(cpu: CpuModel.Ppc970);
        Assert.That(MachinesWithAllLpidsOfPpc970(), Is.EqualTo(Enumerable.Range(1, 62)), "each has an LPID of its own");
        Assert.That(Booted.CreateMachine(out _), Is.EqualTo(Errno.NoMemory), "there is none for another");
    }

    [Test]
    public void E26_AsWrittenThe63rdMachineOfAPpc970RunsUnderTheHostsLpid()
    {
        Boot(ErrataSet.Of(Erratum.E26), CpuModel.Ppc970);
        MachinesWithAllLpidsOfPpc970();
        VirtualMachine machine = Booted.CreateVirtualMachine();

        Assert.That(machine.Lpid, Is.EqualTo(64), "the bitmap is that of a processor with 10 bits");
        Assert.That(machine.Lpcr >> 57 & 0xf, Is.Zero, "HID4: the low four bits of the LPID are those of the host's, 0");
        Assert.That(machine.Lpcr & 7, Is.EqualTo(4), "and of the high ones one falls outside of their field");
    }

    [Test]
    public void E30_CorrectedAMachineThatFailsHalfWayLeavesNothing()
    {
        Boot();
        nuint before = Booted.Heap.LiveBytes;
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);

        Assert.That(Booted.CreateMachine(out _), Is.EqualTo(Errno.NoMemory), "there was no memory for its slots");
        Assert.That(Booted.Heap.LiveBytes, Is.EqualTo(before), "table and reverse map are freed");
        Assert.That(Booted.CreateVirtualMachine().Lpid, Is.EqualTo(1), "the LPID is free");
    }

    [Test]
    public void E30_AsWrittenAMachineThatFailsHalfWayLeavesTableAndLpid()
    {
        Boot(ErrataSet.Of(Erratum.E30));
        Booted.Instruments.Faults.FailNext(AllocationPoint.Slab, after: 1);

        Assert.That(Booted.CreateMachine(out _), Is.EqualTo(Errno.NoMemory), "there was no memory for its slots");
        Assert.That(Booted.CreateVirtualMachine().Lpid, Is.EqualTo(2), "LPID 1 is gone for good");
        var leak = Assert.Throws<NativeLeakException>(SwitchOff, "and so is its memory");
        Assert.That(leak!.Leaks.Select(block => block.Name), Is.EquivalentTo(new[] { "HPT", "revmap" }), "24 MB a time");
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
    public void E31_CorrectedANumberBeyondTheLastCoreIsAnOrdinaryError()
    {
        Boot(cpu: CpuModel.Ppc970);
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Assert.That(machine.CreateCpu(-1, out _), Is.EqualTo(Errno.Invalid), "4294967295 is no core of a PPC970");
    }

    [Test]
    public void E31_AsWrittenANumberAboveHalfTheRangeIsACoreBelowZero()
    {
        Boot(ErrataSet.Of(Erratum.E31), CpuModel.Ppc970);
        VirtualMachine machine = Booted.CreateVirtualMachine();
        Assert.That(OopsOf(() => machine.CreateCpu(-1, out _)), Does.Contain("vcores: index -1, length 1024"), "array, index, length");
    }
}
