// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.Diagnostics;
using Kernel.Host.Memory;
using Kernel.Native;
using Kernel.Tests.Support;
using Linux;
using NUnit.Framework;
using static Linux.include.linux.mm_h;
using static Linux.include.linux.page_flags_h;

namespace Kernel.Tests.Host.Memory;

[TestFixture]
public sealed unsafe class PhysicalMemoryTests : HostMemoryFixture
{
    private const ulong FixedFrame = 0x40_0000;

    [Test]
    public void EveryPageBeginsWithOneReference()
    {
        ulong pfn = Memory.Allocate(order: 0);
        Assert.Multiple(() =>
        {
            for (ulong i = 0; i < (ulong)Memory.PagesPerSection; i++)
                Assert.That(Memory.ReferenceCount(pfn + i), Is.EqualTo(1));
            Assert.That(Memory.UnusualReferenceCounts(), Is.Empty);
        });
        Memory.ReleaseMapping(pfn);
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(HugeOrder)]
    public void CompoundPagesHaveHeadsAndTails(int order)
    {
        ulong first = Memory.Allocate(order);
        Assert.Multiple(() =>
        {
            for (ulong i = 0; i < (ulong)Memory.PagesPerSection; i++)
            {
                page* page = Memory.PfnToPage(first + i);
                bool isHead = order != 0 && i % (1ul << order) == 0, isTail = order != 0 && !isHead;
                Assert.That(page->pfn, Is.EqualTo(first + i));
                Assert.That(PageHead(page), Is.EqualTo(isHead), $"page {i} is a head");
                Assert.That(page->first_page != null, Is.EqualTo(isTail), $"page {i} is a tail");
                Assert.That(compound_head(page)->pfn, Is.EqualTo(first + (i >> order << order)));
                Assert.That(compound_order(page), Is.EqualTo(isHead ? order : 0));
            }
        });
        Memory.ReleaseMapping(first);
    }

    [Test]
    public void ReferencesOfATailCountOnItsHead()
    {
        ulong pfn = Memory.Allocate(order: 3);
        page* head = Memory.PfnToPage(pfn);
        PhysicalMemory.Get(head + 5);
        PhysicalMemory.Get(head + 7);
        PhysicalMemory.Get(head + 8);
        Assert.Multiple(() =>
        {
            Assert.That(head->_count.counter, Is.EqualTo(3));
            Assert.That((head + 5)->_count.counter, Is.Zero, "a tail counts nothing itself");
            Assert.That(Memory.ReferenceCount(pfn + 1), Is.EqualTo(3));
            Assert.That(Memory.UnusualReferenceCounts(), Is.EqualTo(new[] { (pfn, 3), (pfn + 8, 2) }));
        });
        Memory.Put(head + 2);
        Memory.Put(head);
        Memory.Put(head + 15);
        Assert.That(Memory.UnusualReferenceCounts(), Is.Empty);
        Memory.ReleaseMapping(pfn);
    }

    [Test]
    public void TwoThreadsCountExactly()
    {
        const int rounds = 20_000;
        ulong pfn = Memory.Allocate(HugeOrder);
        nint head = (nint)Memory.PfnToPage(pfn);
        PairOfThreads.Run(() => GetAndPut((page*)head), () => GetAndPut((page*)head + 1));
        Assert.That(Memory.ReferenceCount(pfn), Is.EqualTo(1 + 2 * rounds / 10));
        for (int i = 0; i < 2 * rounds / 10; i++)
            Memory.Put((page*)head);
        Memory.ReleaseMapping(pfn);

        void GetAndPut(page* page)
        {
            for (int i = 0; i < rounds; i++)
            {
                PhysicalMemory.Get(page);
                if (i % 10 != 0)
                    Memory.Put(page);
            }
        }
    }

    [Test]
    public void AFreePageCannotBeTakenAgain()
    {
        Memory.Register(FixedFrame, (ulong)Memory.PagesPerSection, order: 0);
        page* page = Memory.PfnToPage(FixedFrame + 3);
        Memory.Put(page);
        nint address = (nint)page;
        Assert.That(
            () => PhysicalMemory.Get((page*)address),
            Throws.TypeOf<KernelOopsException>().With.Message.EqualTo("kernel BUG: get_page of the free page 0x400003"));
    }

    [Test]
    public void AFreePageCannotBeDroppedAgain()
    {
        Memory.Register(FixedFrame, (ulong)Memory.PagesPerSection, order: HugeOrder);
        nint head = (nint)Memory.PfnToPage(FixedFrame);
        Memory.Put((page*)head + 9);
        Assert.That(
            () => Memory.Put((page*)head + 1),
            Throws.TypeOf<KernelOopsException>().With.Message.EqualTo("kernel BUG: put_page of the free page 0x400000"));
    }

    [Test]
    public void AFrameThatIsNotThereIsAnOops()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Memory.PfnToPage(0x1234) == null,
                Throws.TypeOf<KernelOopsException>().With.Message.EqualTo("kernel oops: page frame 0x1234 does not exist"));
            Assert.That(() => Memory.RealAddressOf((void*)0x1234), Throws.TypeOf<KernelOopsException>());
            Assert.That(Memory.PageAt((void*)0x1234) == null);
        });
    }

    [Test]
    public void ContentStaysWhereItIsAndLeadsBackToItsPage()
    {
        ulong pfn = Memory.Allocate(HugeOrder);
        page* page = Memory.PfnToPage(pfn + 7);
        byte* content = Memory.AddressOf(page);
        content[100] = 0x5c;
        Assert.Multiple(() =>
        {
            Assert.That(Memory.AddressOf(page) == content);
            Assert.That(Memory.AddressOf(Memory.PfnToPage(pfn + 8)) == content + PageSize, "the pages of a section adjoin");
            Assert.That(Memory.PageAt(content + 100) == page);
            Assert.That(Memory.PageAt(content + PageSize - 1) == page);
            Assert.That(Memory.PageAt(content + PageSize) == page + 1);
            Assert.That(Memory.RealAddressOf(content + 100), Is.EqualTo(((pfn + 7) << PageShift) + 100));
        });
        Memory.ReleaseMapping(pfn);
        Assert.That(Memory.PageAt(content) == null, "after the section is gone");
    }

    [Test]
    public void AFreeSectionIsUsedAgainLowestFirst()
    {
        ulong first = Memory.Allocate(0), second = Memory.Allocate(HugeOrder), third = Memory.Allocate(0);
        Assert.That(new[] { first, second, third }, Is.Unique);
        Memory.PfnToPage(second);
        Memory.ReleaseMapping(third);
        Memory.ReleaseMapping(second);
        Assert.Multiple(() =>
        {
            Assert.That(Memory.Allocate(0), Is.EqualTo(second));
            Assert.That(PageHead(Memory.PfnToPage(second)), Is.False, "with pages of the new order");
            Assert.That(Memory.Allocate(0), Is.EqualTo(third));
            Assert.That(Memory.Allocate(0), Is.GreaterThan(third));
        });
        Memory.ReleaseMapping(first);
        Memory.ReleaseMapping(second);
        Memory.ReleaseMapping(third);
    }

    [Test]
    public void ASectionLivesAsLongAsOneOfItsPagesIsHeld()
    {
        ulong pfn = Memory.Allocate(0);
        page* held = Memory.PfnToPage(pfn + 200);
        PhysicalMemory.Get(held);
        Memory.ReleaseMapping(pfn);
        Assert.That(Memory.Allocate(0), Is.Not.EqualTo(pfn), "it is not free yet");
        Memory.ReleaseMapping(pfn + (ulong)Memory.PagesPerSection);
        Memory.Put(held);
        Assert.That(Memory.Allocate(0), Is.EqualTo(pfn));
        Memory.ReleaseMapping(pfn);
    }

    [Test]
    public void AChosenFrameIsNotGivenToSomeoneElse()
    {
        ulong pfn = Memory.Allocate(0);
        Memory.ReleaseMapping(pfn);
        Memory.Register(pfn, (ulong)Memory.PagesPerSection, order: 0);
        ulong other = Memory.Allocate(0);
        Assert.That(other, Is.Not.EqualTo(pfn));
    }

    [TestCase(HugePage)]
    [TestCase(4 * HugePage)]
    [TestCase(5 * HugePage)]
    public void ContiguousMemoryIsNaturallyAlignedAndSingle(ulong bytes)
    {
        ulong disturbance = Memory.Allocate(0);
        ulong pfn = Memory.AllocateContiguous(bytes), next = Memory.AllocateContiguous(bytes);
        ulong pages = bytes >> PageShift;
        Assert.Multiple(() =>
        {
            Assert.That((pfn << PageShift) % System.Numerics.BitOperations.RoundUpToPowerOf2(bytes), Is.Zero);
            Assert.That(next, Is.GreaterThanOrEqualTo(pfn + pages));
            Assert.That(Memory.PfnToPage(pfn + pages - 1)->pfn, Is.EqualTo(pfn + pages - 1), "all its frames are there");
            Assert.That(Memory.PfnToPage(pfn)->_count.counter, Is.EqualTo(1));
            Assert.That(PageHead(Memory.PfnToPage(pfn)), Is.False);
        });
        Memory.ReleaseMapping(disturbance);
    }

    [Test]
    public void DirtyPagesAreKnown()
    {
        ulong pfn = Memory.Allocate(order: 2);
        Assert.That(Memory.DirtyPages(), Is.Empty);
        SetPageDirty(Memory.PfnToPage(pfn + 4));
        SetPageDirty(Memory.PfnToPage(pfn));
        Assert.That(Memory.DirtyPages(), Is.EqualTo(new[] { pfn, pfn + 4 }));
        Assert.That(PageHead(Memory.PfnToPage(pfn)), "the other flag stays");
        Memory.ReleaseMapping(pfn);
    }

    [TestCase(12, 4096)]
    [TestCase(16, 256)]
    public void ASectionHasAsManyPagesAsFitInto16Megabytes(int pageShift, int pages)
    {
        using NativeHeap heap = new();
        var memory = new PhysicalMemory(heap, new Lifetime(), pageShift);
        ulong pfn = memory.Allocate(0);
        Assert.Multiple(() =>
        {
            Assert.That(memory.PagesPerSection, Is.EqualTo(pages));
            Assert.That(memory.Allocate(0), Is.EqualTo(pfn + (ulong)pages));
            Assert.That(pfn << pageShift, Is.EqualTo(64ul << 30), "real addresses begin at 64 GB");
        });
    }
}
