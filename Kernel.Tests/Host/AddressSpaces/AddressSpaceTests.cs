// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.AddressSpaces;
using Kernel.Host.Memory;
using Linux;
using NUnit.Framework;

namespace Kernel.Tests.Host.AddressSpaces;

[TestFixture]
public sealed unsafe class AddressSpaceTests : HostMemoryFixture
{
    private const ulong Base = 0x1_0000_0000;
    private const int Fault = -14;

    [Test]
    public void HugePagesLieAt16MegabytesAndApart()
    {
        ulong first = Space.MapHugePages(2 * HugePage), second = Space.MapHugePages(HugePage);
        Assert.Multiple(() =>
        {
            Assert.That(first % HugePage, Is.Zero);
            Assert.That(second % HugePage, Is.Zero);
            Assert.That(second, Is.GreaterThan(first + 2 * HugePage), "with a hole between them");
            Assert.That(Space.MappingCount, Is.EqualTo(2));
        });
    }

    [TestCase(0ul, 1, TestName = "OverlapOfTheWholeIsRefused")]
    [TestCase(0ul, 3, TestName = "OverlapAroundIsRefused")]
    [TestCase(HugePage, 1, TestName = "OverlapAtTheSecondChunkIsRefused")]
    [TestCase(2 * HugePage, 2, TestName = "OverlapAtTheEndIsRefused")]
    [TestCase(unchecked(0ul - HugePage), 2, TestName = "OverlapAtTheBeginningIsRefused")]
    [TestCase(unchecked(0ul - HugePage), 9, TestName = "OverlapOfAllIsRefused")]
    public void AnOverlapIsRefused(ulong distance, int pages)
    {
        Space.MapHugePagesAt(Base, 3 * HugePage);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Space.MapHugePagesAt(Base + distance, (ulong)pages * HugePage),
                Throws.ArgumentException.With.Message.Contains("without a mapping"));
            Assert.That(Space.MappingCount, Is.EqualTo(1));
        });
    }

    [Test]
    public void MappingsMayAdjoin()
    {
        Space.MapHugePagesAt(Base, HugePage);
        Space.MapHugePagesAt(Base + HugePage, HugePage);
        Space.MapHugePagesAt(Base - HugePage, HugePage);
        Assert.That(StartsOfMappings(), Is.EqualTo(new[] { Base - HugePage, Base, Base + HugePage }), "in the order of their addresses");
    }

    [TestCase(Base, 0ul)]
    [TestCase(Base, HugePage + PageSize, Description = "huge pages are whole")]
    [TestCase(Base + 1, HugePage)]
    [TestCase(0xffff_ffff_ff00_0000ul, HugePage, Description = "the end would be 0")]
    [TestCase(0xffff_ffff_ff00_0000ul, 2 * HugePage)]
    public void ARangeThatCannotBeIsRefused(ulong address, ulong bytes)
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Space.MapHugePagesAt(address, bytes), Throws.ArgumentException);
            Assert.That(Space.MappingCount, Is.Zero);
        });
    }

    [TestCase(-1)]
    [TestCase(HugeOrder + 1)]
    public void ACompoundPageIsAtMost16Megabytes(int order) =>
        Assert.That(
            () => Space.MapAt(Base, HugePage, new MappingOptions { Kind = MappingKind.CompoundPages, Order = order }),
            Throws.ArgumentException);

    [Test]
    public void OptionsAreDemanded() => Assert.That(() => Space.MapAt(Base, HugePage, null!), Throws.ArgumentNullException);

    [Test]
    public void ARealModeAreaIsMappedThroughItsFileOnly() =>
        Assert.That(
            () => Space.Map(HugePage, new MappingOptions { Kind = MappingKind.RealModeArea }),
            Throws.ArgumentException.With.Message.Contains("descriptor"));

    [TestCase(0ul)]
    [TestCase(Base + PageSize)]
    [TestCase(Base + HugePage)]
    public void OnlyTheBeginningOfAMappingCanBeUnmapped(ulong address)
    {
        Space.MapHugePagesAt(Base, HugePage);
        Assert.Multiple(() =>
        {
            Assert.That(() => Space.Unmap(address), Throws.ArgumentException);
            Assert.That(Space.MappingCount, Is.EqualTo(1));
        });
    }

    [Test]
    public void ARefusedUnmappingLeavesTheLockFree()
    {
        Assert.That(() => Space.Unmap(Base), Throws.ArgumentException);
        Assert.That(() => Space.MapHugePagesAt(Base, HugePage), Throws.Nothing);
    }

    [Test]
    public void UnmappingGivesBackWhatTheMappingTook()
    {
        nuint before = Heap.LiveBytes;
        ulong address = Space.MapHugePages(2 * HugePage);
        Space.Write(address + HugePage - 2, [1, 2, 3, 4]);
        Assert.That(Heap.LiveBytes, Is.GreaterThan(before + (nuint)(2 * HugePage)), "both pages have content now");
        Space.Unmap(address);
        Assert.Multiple(() =>
        {
            Assert.That(Heap.LiveBytes, Is.EqualTo(before));
            Assert.That(Space.MappingCount, Is.Zero);
        });
    }

    [TestCase(MappingKind.HugePages)]
    [TestCase(MappingKind.SmallPages)]
    [TestCase(MappingKind.CompoundPages)]
    public void BytesAreReadAsTheyWereWrittenAcrossPagesAndChunks(MappingKind kind)
    {
        ulong address = Space.Map(2 * HugePage, new MappingOptions { Kind = kind, Order = kind == MappingKind.CompoundPages ? 2 : 0 });
        var written = new byte[3 * PageSize];
        new Random(1).NextBytes(written);
        Space.Write(address + HugePage - PageSize - 7, written);
        var read = new byte[written.Length + 2];
        Space.Read(address + HugePage - PageSize - 8, read);
        Assert.Multiple(() =>
        {
            Assert.That(read.AsSpan(1, written.Length).SequenceEqual(written));
            Assert.That(read[0], Is.Zero, "in front of it nothing was written");
            Assert.That(read[^1], Is.Zero, "and behind it neither");
        });
    }

    [Test]
    public void BytesMayLieInTwoMappings()
    {
        Space.MapHugePagesAt(Base, HugePage);
        Space.MapAt(Base + HugePage, PageSize, new MappingOptions { Kind = MappingKind.SmallPages });
        Space.Write(Base + HugePage - 3, [1, 2, 3, 4, 5, 6]);
        var read = new byte[6];
        Space.Read(Base + HugePage - 3, read);
        Assert.That(read, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void AccessesEndWhereTheMappingEnds()
    {
        Space.MapAt(Base, PageSize, new MappingOptions { Kind = MappingKind.SmallPages });
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Space.Write(Base + PageSize - 2, [1, 2, 3]), Throws.ArgumentException.With.Message.Contains("a mapped address"));
            Assert.That(() => Space.Read(Base + PageSize, new byte[1]), Throws.ArgumentException);
            Assert.That(() => Space.Read(Base - 1, new byte[1]), Throws.ArgumentException);
            Assert.That(() => Space.Read(Base + PageSize, []), Throws.Nothing, "no byte, no page");
        });
    }

    [Test]
    public void AReadOnlyMappingCannotBeWritten()
    {
        ulong address = Space.Map(HugePage, new MappingOptions { Writable = false });
        Assert.Multiple(() =>
        {
            Assert.That(() => Space.Read(address, new byte[8]), Throws.Nothing);
            Assert.That(() => Space.Write(address, [1]), Throws.ArgumentException);
        });
    }

    [Test]
    public void MemoryCanBeMappedLaterThanItIsAskedFor()
    {
        page* none = null;
        Assert.Multiple(() =>
        {
            Assert.That(() => Space.Read(Base, new byte[1]), Throws.ArgumentException);
            page* found = none;
            Assert.That(Space.GetUserPage(Base, write: true, &found), Is.EqualTo(Fault));
        });
        Space.MapHugePagesAt(Base, HugePage);
        Memory.Put(Pin(Base));
        var read = new byte[16];
        Array.Fill(read, (byte)1);
        Space.Read(Base, read);
        Assert.That(read, Has.All.Zero, "new memory is empty");
    }

    [Test]
    public void MemoryThatWasUnmappedComesBackEmpty()
    {
        Space.MapHugePagesAt(Base, HugePage);
        Space.Write(Base, [0xee]);
        Space.Unmap(Base);
        Space.MapHugePagesAt(Base, HugePage);
        var read = new byte[1];
        Space.Read(Base, read);
        Assert.That(read[0], Is.Zero);
    }

    [Test]
    public void APinnedPageOutlivesItsMapping()
    {
        Space.MapHugePagesAt(Base, HugePage);
        Space.Write(Base + 5, [0x42]);
        page* pinned = Pin(Base);
        Space.Unmap(Base);
        Assert.Multiple(() =>
        {
            Assert.That(pinned->_count.counter, Is.EqualTo(1), "the mapping's reference is gone");
            Assert.That(Memory.AddressOf(pinned)[5], Is.EqualTo(0x42));
        });
        Memory.Put(pinned);
    }

    [Test]
    public void APageIsOnlyThereForTheRightKindOfAccess()
    {
        ulong readOnly = Space.Map(HugePage, new MappingOptions { Writable = false });
        ulong device = Space.Map(HugePage, new MappingOptions { Device = true });
        page* page = null;
        Assert.That(Space.GetUserPage(readOnly, write: true, &page), Is.EqualTo(Fault));
        Assert.That(page == null, "no page comes with an error");
        Assert.That(Space.GetUserPage(device, write: false, &page), Is.EqualTo(Fault));
        Assert.That(() => Space.Read(device, new byte[1]), Throws.ArgumentException);
        Assert.That(Space.GetUserPage(readOnly, write: false, &page), Is.EqualTo(1));
        Memory.Put(page);
    }

    [Test]
    public void AHugePageIsFoundByItsHeadAndItsTails()
    {
        ulong address = Space.MapHugePages(HugePage);
        page* head = Pin(address);
        page* tail = Pin(address + 3 * PageSize + 5);
        Assert.Multiple(() =>
        {
            Assert.That(tail->pfn, Is.EqualTo(head->pfn + 3));
            Assert.That(tail->first_page == head);
            Assert.That(Memory.ReferenceCount(tail->pfn), Is.EqualTo(3), "mapping, head, tail");
        });
        Memory.Put(tail);
        Memory.Put(head);
        Assert.That(Memory.ReferenceCount(head->pfn), Is.EqualTo(1));
    }

    [Test]
    public void AChunkCanBeWithheld()
    {
        ulong address = Space.MapHugePages(2 * HugePage);
        Space.SetPresent(address, 1, present: false);
        page* page = null;
        Assert.That(Space.GetUserPage(address + HugePage, write: true, &page), Is.EqualTo(Fault));
        Memory.Put(Pin(address));
        Space.SetPresent(address, 1, present: true);
        Memory.Put(Pin(address + HugePage));
    }

    [Test]
    public void LookupsAreRecordedOnceAsked()
    {
        ulong address = Space.MapHugePages(HugePage);
        Memory.Put(Pin(address));
        Space.RecordLookups();
        page* page = null;
        Space.GetUserPage(Base, write: true, &page);
        Faults.FailNext(AllocationPoint.UserPage, errno: -12);
        Space.GetUserPage(address, write: true, &page);
        Memory.Put(Pin(address + PageSize));
        ulong pfn = Pin(address)->pfn;
        Memory.Put(Memory.PfnToPage(pfn));
        Assert.Multiple(() =>
        {
            Assert.That(Space.TakeLookups(), Is.EqualTo(new[]
            {
                new UserPageLookup(Base, Fault, 0, false, 0),
                new UserPageLookup(address, -12, 0, false, 0),
                new UserPageLookup(address + PageSize, 1, pfn + 1, false, 0),
                new UserPageLookup(address, 1, pfn, true, HugeOrder),
            }));
            Assert.That(Space.TakeLookups(), Is.Empty, "taken");
        });
    }

    [Test]
    public void TheKernelSeesThePageSizeOfTheKindUnlessToldOtherwise()
    {
        Space.MapAt(Base, HugePage, new MappingOptions());
        Space.MapAt(Base + HugePage, PageSize, new MappingOptions { Kind = MappingKind.SmallPages });
        Space.MapAt(Base + 2 * HugePage, HugePage, new MappingOptions { Kind = MappingKind.CompoundPages, Order = HugeOrder });
        Space.MapAt(Base + 3 * HugePage, HugePage, new MappingOptions { KernelPageSize = 1 << 30 });
        List<ulong> sizes = [];
        for (vm_area_struct* vma = Space.Mm->mmap; vma != null; vma = vma->vm_next)
            sizes.Add(vma->vm_pagesize);
        Assert.That(sizes, Is.EqualTo(new ulong[] { HugePage, PageSize, PageSize, 1 << 30 }));
    }

    [Test]
    public void ChosenFramesAreUsed()
    {
        Space.MapAt(Base, 2 * HugePage, new MappingOptions { Frames = [0x77_0000, 0x33_0000] });
        page* first = Pin(Base + PageSize), second = Pin(Base + HugePage);
        Assert.Multiple(() =>
        {
            Assert.That(first->pfn, Is.EqualTo(0x77_0001));
            Assert.That(second->pfn, Is.EqualTo(0x33_0000));
        });
        Memory.Put(first);
        Memory.Put(second);
    }

    private List<ulong> StartsOfMappings()
    {
        List<ulong> starts = [];
        for (vm_area_struct* vma = Space.Mm->mmap; vma != null; vma = vma->vm_next)
            starts.Add(vma->vm_start);
        return starts;
    }
}
