// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Host.Diagnostics;
using Kernel.Native;
using Linux;
using NUnit.Framework;
using static Linux.include.linux.atomic_h;
using static Linux.include.linux.bitops_h;
using static Linux.include.linux.compiler_h;
using static Linux.include.linux.list_h;
using static Linux.include.linux.mutex_h;
using static Linux.include.linux.spinlock_h;

namespace Kernel.Tests.Native;

/// <summary>What Debug builds notice about memory that was freed.</summary>
[TestFixture]
public sealed unsafe class QuarantineTests
{
    private const int MB = 1 << 20;

    // What the port's headers do with a word of memory.
    private static readonly Dictionary<string, Action<nint>> Uses = new()
    {
        ["READ_ONCE(ulong*)"] = at => READ_ONCE((ulong*)at),
        ["READ_ONCE(int*)"] = at => READ_ONCE((int*)at),
        ["READ_ONCE(uint*)"] = at => READ_ONCE((uint*)at),
        ["READ_ONCE(byte*)"] = at => READ_ONCE((byte*)at),
        ["READ_ONCE(T**)"] = at => READ_ONCE((ulong**)at),
        ["WRITE_ONCE(ulong*)"] = at => WRITE_ONCE((ulong*)at, 1),
        ["WRITE_ONCE(int*)"] = at => WRITE_ONCE((int*)at, 1),
        ["WRITE_ONCE(uint*)"] = at => WRITE_ONCE((uint*)at, 1),
        ["WRITE_ONCE(byte*)"] = at => WRITE_ONCE((byte*)at, 1),
        ["WRITE_ONCE(T**)"] = at => WRITE_ONCE((ulong**)at, null),
        ["atomic_read"] = at => atomic_read((atomic_t*)at),
        ["atomic_inc"] = at => atomic_inc((atomic_t*)at),
        ["atomic_dec_and_test"] = at => atomic_dec_and_test((atomic_t*)at),
        ["test_bit"] = at => test_bit(3, (ulong*)at),
        ["set_bit"] = at => set_bit(3, (ulong*)at),
        ["clear_bit"] = at => clear_bit(3, (ulong*)at),
        ["list_empty"] = at => list_empty((list_head*)at),
        ["list_del"] = at => list_del((list_head*)at),
        ["spin_lock"] = at => spin_lock((spinlock_t*)at),
        ["mutex_lock"] = at => mutex_lock((mutex*)at),
        ["vmalloc_ptr"] = at => _ = vmalloc_ptr<ulong>.of_linear((void*)at, 8)[0],
    };

    private NativeHeap _heap = null!;

    private static IEnumerable<string> NamesOfUses => Uses.Keys;

    [SetUp]
    public void CreateHeap()
    {
#if !DEBUG
        Assert.Ignore("Only Debug builds have a quarantine.");
#endif
        _heap = new NativeHeap();
    }

    [TearDown]
    public void DisposeHeap() => _heap?.Dispose();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(50)]
    [TestCase(99)]
    public void AWriteAfterFreeIsNamedWithBlockSizeOffsetValueAndWhoFreedIt(int offset)
    {
        byte* block = Freed("victim", 100);
        block[offset] = 0xab;
        Assert.That(
            _heap.Verify,
            Throws.TypeOf<NativeCorruptionException>().With.Message.StartsWith(
                $"Write after free: victim (100 bytes at 0x{(nuint)block:x}) holds the bytes ab at offset {offset}; expected 6b, "
                + "as all freed memory holds. It was freed by Freed < "
                + nameof(AWriteAfterFreeIsNamedWithBlockSizeOffsetValueAndWhoFreedIt)),
            "every byte is checked");
    }

    [Test]
    public void OneReportHasUpToEightBytesThatWereWritten()
    {
        *(ulong*)(Freed("victim", 100) + 24) = 0x6b00_6b6b_0203_0401;
        Assert.That(
            _heap.Verify, Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("the bytes 010403026b6b00 at offset 24"),
            "up to the last byte that is not the pattern");
    }

    [TestCase(-1, "in front of victim")]
    [TestCase(-64, "in front of victim")]
    [TestCase(100, "behind victim")]
    [TestCase(163, "behind victim")]
    public void AWriteToTheGuardsOfAFreedBlockIsNamed(int offset, string where)
    {
        byte* block = Freed("victim", 100);
        block[offset] = 0;
        Assert.That(
            _heap.Verify,
            Throws.TypeOf<NativeCorruptionException>()
                .With.Message.Contains(where).And.Message.Contains($"0x00 at offset {offset}.").And.Message.Contains("It was freed by"),
            "the guards are checked as long as the block is in quarantine");
    }

    [Test]
    public void AnOverflowOfALiveBlockIsFoundOnDemand()
    {
        byte* block = (byte*)_heap.Allocate("victim", 100, slack: 20);
        block[120] = 1;
        Assert.That(
            _heap.Verify,
            Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("behind victim").And.Message.Contains("0x01 at offset 120"),
            "the guard stands behind the slack");
        Assert.That(() => _heap.Free(block), Throws.Nothing, "it is reported once");
    }

    [Test]
    public void DamageIsReportedOnceAndAllOfItTogether()
    {
        byte* first = Freed("first", 10), second = Freed("second", 20);
        first[3] = second[4] = 1;
        Assert.That(
            _heap.Verify,
            Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("first (10 bytes").And.Message.Contains("second (20 bytes"),
            "both blocks");
        Assert.That(_heap.Verify, Throws.Nothing, "the second time");
    }

    [Test]
    public void DamageIsReportedWhenTheBlockIsPushedOut()
    {
        Freed("victim", 100)[7] = 1;
        Assert.That(
            () => Churn(20, MB), Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("victim (100 bytes"),
            "the free that pushes it out");
        Assert.That(_heap.Live, Is.Empty, "the block that was freed then is free");
    }

    [Test]
    public void TheOldestBlocksLeaveFirst()
    {
        nuint old = (nuint)Freed("old", MB), young = 0;
        for (int i = 0; i < 7; i++)
            young = (nuint)Freed($"young {i}", MB);
        Assert.That(NativeHeap.DescribeFreed(old), Does.Contain("old"), "8 MB are kept");
        Freed("one more", MB);
        Assert.Multiple(() =>
        {
            Assert.That(NativeHeap.DescribeFreed(old), Is.Null, "the oldest is gone");
            Assert.That(NativeHeap.DescribeFreed(young), Does.Contain("young 6"), "a younger one is not");
        });
    }

    [Test]
    public void BytesAreBoundedHoweverManyAndLargeTheBlocksAre()
    {
        Churn(100, MB);
        Churn(10, 16 * MB);
        Churn(2, 100 * MB);
        Assert.That((long)_heap.QuarantinedBytes, Is.EqualTo(40 * MB), "8 MB of small blocks and 32 MB of large ones");
    }

    [Test]
    public void TheNumberOfTinyBlocksIsBounded()
    {
        Churn(20_000, 8);
        Assert.That((long)_heap.QuarantinedBytes, Is.EqualTo(8 * 8 * 1024), "each counts as a kilobyte");
    }

    [Test]
    public void LargeBlocksDoNotPushOutSmallOnes()
    {
        nuint small = (nuint)Freed("small", 100);
        Churn(4, 16 * MB);
        Assert.That(NativeHeap.DescribeFreed(small), Does.Contain("small"), "it is still there");
    }

    [Test]
    public void ADoubleFreeNamesTheBlockAndWhoFreedItFirst()
    {
        byte* block = Freed("victim", 100);
        Assert.That(
            () => _heap.Free(block),
            Throws.TypeOf<NativeCorruptionException>().With.Message.StartsWith(
                $"Free of 0x{(nuint)block:x}, which is not a live block: double free of victim (100 bytes at 0x{(nuint)block:x}), "
                + $"freed by Freed < {nameof(ADoubleFreeNamesTheBlockAndWhoFreedItFirst)}"),
            "the first free is known");
        Assert.That(_heap.Verify, Throws.Nothing, "nothing has changed");
    }

    [Test]
    public void AFreeInsideABlockNamesIt()
    {
        byte* live = (byte*)_heap.Allocate("living", 100), freed = Freed("victim", 100);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => _heap.Free(live + 8), Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("offset 8 of living"), "live");
            Assert.That(
                () => _heap.Free(freed + 8), Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("offset 8 of victim"),
                "freed");
        });
    }

    [Test]
    public void AFreeOfAForeignPointerIsRefused()
    {
        Assert.That(
            () => _heap.Free((void*)0x1000), Throws.TypeOf<NativeCorruptionException>().With.Message.EndsWith("which is not a live block."),
            "the heap knows nothing about it");
    }

    [TestCaseSource(nameof(NamesOfUses))]
    public void AUseOfFreedMemoryByAHeaderIsAnOopsThatNamesTheBlock(string use)
    {
        byte* block = Freed("victim", 160);
        Assert.That(
            () => Uses[use]((nint)block + 64),
            Throws.TypeOf<KernelOopsException>()
                .With.Message.StartsWith("kernel oops: use of").And.Message.Contains("offset 64 of victim (160 bytes")
                .And.Message.Contains($"freed by Freed < {nameof(AUseOfFreedMemoryByAHeaderIsAnOopsThatNamesTheBlock)}"),
            "the pattern was there, and the block is in quarantine");
        Assert.That(_heap.Verify, Throws.Nothing, "nothing was written");
    }

    [Test]
    public void AListElementIsNotInsertedBesideAFreedOne()
    {
        var freed = (list_head*)Freed("victim", 64);
        var added = (list_head*)_heap.Allocate("element", (nuint)sizeof(list_head));
        Assert.That(() => list_add(added, freed), Throws.TypeOf<KernelOopsException>(), "the list's head is freed");
    }

    [Test]
    public void ThePatternInALiveBlockIsAValueLikeAnyOther()
    {
        byte* block = (byte*)_heap.Allocate("living", 64);
        new Span<byte>(block, 64).Fill(FreedBlock.Pattern);
        Assert.That(READ_ONCE((ulong*)block), Is.EqualTo(0x6b6b_6b6b_6b6b_6b6b), "no oops");
    }

    [Test]
    public void BlocksThatAreKeptForAKnownUseAfterFreeMayBeRead()
    {
        _heap.KeepsFreedBlocks = true;
        byte* block = Freed("kept", 64);
        Assert.That(READ_ONCE((ulong*)block), Is.EqualTo(0x6b6b_6b6b_6b6b_6b6b), "no oops");
    }

    [Test]
    public void ADisposedHeapHasNoFreedBlocks()
    {
        nuint block = (nuint)Freed("victim", 64);
        _heap.Dispose();
        Assert.That(NativeHeap.DescribeFreed(block), Is.Null, "its memory may belong to somebody else");
    }

    private byte* Freed(string name, nuint length)
    {
        byte* block = (byte*)_heap.Allocate(name, length);
        _heap.Free(block);
        return block;
    }

    private void Churn(int blocks, nuint length)
    {
        for (int i = 0; i < blocks; i++)
            _heap.Free(_heap.Allocate("churn", length));
    }
}
