// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Diagnostics;
using Kernel.Host.Memory;
using Kernel.VirtualMachines;
using Linux;
using NUnit.Framework;
using static Linux.include.linux.vmalloc_h;

namespace Kernel.Tests.Include;

/// <summary>Virtually contiguous kernel memory: reached through a pointer that knows where the pages of its area end.</summary>
[TestFixture]
public sealed class VmallocTests
{
    private const ulong BytesOfAPage = 0x10000;
    private const ulong WordsOfAPage = BytesOfAPage / sizeof(ulong);

    private KvmSystem _system = null!;

    [SetUp]
    public void Boot() => _system = KvmSystem.Boot();

    [TearDown]
    public void SwitchOffAndCheckThatNothingLeaked()
    {
        try
        {
            _system.CheckForLeaks();
        }
        finally
        {
            _system.Dispose();
        }
    }

    [Test]
    public void ElementsAreReadAndWrittenInPlace()
    {
        vmalloc_ptr<ulong> array = vzalloc<ulong>(3 * sizeof(ulong), "three words");
        array[0] = 1;
        array[2] = 3;
        Assert.That((array[0], array[1], array[2]), Is.EqualTo((1ul, 0ul, 3ul)));
        vmalloc_ptr<ulong> second = array + 1;
        second[1]++;
        Assert.That(array[2], Is.EqualTo(4));
        vfree(array);
    }

    [TestCase(WordsOfAPage, (long)WordsOfAPage)]
    [TestCase(1_000_000ul, 1_000_000L)]
    [TestCase(ulong.MaxValue, -1L, Description = "an index that has gone below 0")]
    public void AnAccessOutsideIsAnOopsThatNamesArrayIndexAndLength(ulong index, long printed)
    {
        vmalloc_ptr<ulong> array = vzalloc<ulong>(3 * sizeof(ulong), "slot_phys[7]");
        KernelOopsException? oops = Assert.Throws<KernelOopsException>(() => array[index]++);
        Assert.That(oops!.Message, Is.EqualTo($"kernel oops: access outside slot_phys[7]: index {printed}, length 3"));
    }

    // As in the C, whose page tables map whole pages and no more.
    [Test]
    public void TheRestOfTheLastPageIsZeroAndMayBeUsed()
    {
        vmalloc_ptr<ulong> array = vzalloc<ulong>(3 * sizeof(ulong), "three words");
        Assert.That((array[3], array[WordsOfAPage - 1]), Is.EqualTo((0ul, 0ul)));
        array[3] = 4;
        Assert.That(array[3], Is.EqualTo(4));
        vfree(array);
    }

    [Test]
    public void AnIndexWhoseOffsetWrapsIsOutsideToo()
    {
        vmalloc_ptr<ulong> array = vzalloc<ulong>(3 * sizeof(ulong), "slot_phys[7]");
        Assert.That(
            () => array[1ul << 61]++,
            Throws.TypeOf<KernelOopsException>().With.Message.StartsWith("kernel oops: access outside slot_phys[7]"));
    }

    [Test]
    public void APointerThatHasMovedKnowsItsArrayStill()
    {
        vmalloc_ptr<ulong> array = vzalloc<ulong>(3 * sizeof(ulong), "three words");
        KernelOopsException? oops = Assert.Throws<KernelOopsException>(() => (array + 2)[WordsOfAPage - 2]++);
        Assert.That(oops!.Message, Is.EqualTo($"kernel oops: access outside three words: index {WordsOfAPage}, length 3"));
    }

    [Test]
    public void TheElementSizeCounts()
    {
        vmalloc_ptr<kvm_memory_slot> array = vzalloc<kvm_memory_slot>(1000, "slots");
        ulong whole = BytesOfAPage / (ulong)System.Runtime.CompilerServices.Unsafe.SizeOf<kvm_memory_slot>();
        Assert.That(() => array[whole - 1].npages++, Throws.Nothing);
        Assert.That(() => array[whole].npages++, Throws.TypeOf<KernelOopsException>(), "an element that only begins inside");
    }

    [Test]
    public void TheSystemCountsAsDeadAfterAnOops()
    {
        vmalloc_ptr<ulong> array = vzalloc<ulong>(8, "lost");
        Assert.That(() => array[WordsOfAPage]++, Throws.TypeOf<KernelOopsException>());
        Assert.Multiple(() =>
        {
            Assert.That(_system.Host.IsTainted);
            Assert.That(_system.CheckForLeaks, Throws.Nothing, "what is still held is no leak then");
        });
    }

    [Test]
    public void NothingIsGivenForNoBytesOrWhenThereIsNoMemory()
    {
        _system.Instruments.Faults.FailNext(AllocationPoint.Vmalloc, after: 0);
        Assert.Multiple(() =>
        {
            Assert.That(vzalloc<ulong>(0, "nothing").is_null, "0 bytes, before anything is counted");
            Assert.That(vzalloc<ulong>(8, "refused").is_null);
            Assert.That(() => vfree(vmalloc_ptr<ulong>.NULL), Throws.Nothing);
        });
    }

    [Test]
    public void AreasBeginOnAPageAndAreNamedInTheHeap()
    {
        vmalloc_ptr<ulong> array = vzalloc<ulong>(24, "named");
        Assert.Multiple(() =>
        {
            Assert.That(array.address % (1ul << _system.Options.PageShift), Is.Zero);
            Assert.That(array.limit - array.address, Is.EqualTo(BytesOfAPage), "whole pages");
            Assert.That(array.address >> 60, Is.EqualTo(0xd), "vmalloc space");
            Assert.That(_system.Heap.Leaks.Select(block => block.Name), Has.Member("named"));
        });
        vfree(array);
    }
}
