// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.Native;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.Native;

[TestFixture]
public sealed unsafe class NativeHeapTests
{
    private NativeHeap _heap = null!;

    [SetUp]
    public void CreateHeap() => _heap = new NativeHeap();

    [TearDown]
    public void CheckAndDisposeHeap()
    {
        List<string> damage = _heap.TakeDamage();
        _heap.Dispose();
        Assert.That(damage, Is.Empty, "damaged memory");
    }

    [Test]
    public void BlocksAreAlignedAsAskedAndAtLeastTo64(
        [Values(1u, 8u, 64u, 4096u, 65536u, 1u << 24)] uint alignment, [Values(1u, 63u, 64u, 1000u, 200_000u)] uint length)
    {
        nuint address = (nuint)_heap.Allocate("block", length, alignment);
        Assert.That((ulong)address % Math.Max(alignment, 64), Is.Zero);
    }

    [Test]
    public void AnAlignmentThatIsNoPowerOfTwoIsRefused() =>
        Assert.That(() => _heap.Allocate("block", 8, alignment: 96) == null, Throws.InstanceOf<ArgumentException>());

    [Test]
    public void ZeroBytesAreRefused() =>
        Assert.That(() => _heap.Allocate("nothing", 0) == null, Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void BlocksAndTheirSlackAreZeroedAndUsable()
    {
        byte* block = (byte*)_heap.Allocate("block", 1000, slack: 5000);
        Assert.That(new Span<byte>(block, 6000).ContainsAnyExcept((byte)0), Is.False, "all zero");
        new Span<byte>(block, 6000).Fill(0xaa);
        Assert.That(() => _heap.Free(block), Throws.Nothing, "the slack may be written");
    }

    [Test]
    public void TheSameMemoryComesZeroedAgain()
    {
        for (int i = 0; i < 10; i++)
        {
            byte* block = (byte*)_heap.Allocate("block", 300);
            Assert.That(new Span<byte>(block, 300).ContainsAnyExcept((byte)0), Is.False);
            new Span<byte>(block, 300).Fill(0xaa);
            _heap.Free(block);
        }
    }

    [Test]
    public void LiveBlocksAreListedByAddressWithTheirNames()
    {
        for (int i = 0; i < 20; i++)
            _heap.Allocate($"block {i}", 100 + (nuint)i);
        IReadOnlyList<NativeAllocation> live = _heap.Live;
        Assert.Multiple(() =>
        {
            Assert.That(live.Select(block => block.Address), Is.Ordered);
            Assert.That(live.Select(block => block.Name), Is.EquivalentTo(Enumerable.Range(0, 20).Select(i => $"block {i}")));
            Assert.That(live.Sum(block => (int)block.Length), Is.EqualTo((int)_heap.LiveBytes));
            Assert.That(live.Single(block => block.Name == "block 7").Length, Is.EqualTo((nuint)107));
        });
    }

    [Test]
    public void ABlockPrintsItsNameLengthAndPlace()
    {
        void* block = _heap.Allocate("slot_phys[3]", 24);
        Assert.That(_heap.Live[0].ToString(), Is.EqualTo($"slot_phys[3] (24 bytes at 0x{(nuint)block:x})"));
    }

    [Test]
    public void PermanentBlocksAreNoLeaks()
    {
        _heap.Allocate("lost", 8);
        _heap.Allocate("data section", 8, options: BlockOptions.Permanent);
        _heap.Free(_heap.Allocate("returned", 8));
        Assert.That(_heap.Leaks.Select(block => block.Name), Is.EqualTo(new[] { "lost" }));
    }

    [Test]
    public void FindKnowsEveryByteOfABlockAndNoOther()
    {
        nuint first = (nuint)_heap.Allocate("first", 100), second = (nuint)_heap.Allocate("second", 100, slack: 60);
        Assert.Multiple(() =>
        {
            Assert.That(_heap.Find(first)?.Name, Is.EqualTo("first"));
            Assert.That(_heap.Find(first + 99)?.Name, Is.EqualTo("first"));
            Assert.That(_heap.Find(first + 100), Is.Null);
            Assert.That(_heap.Find(first - 1), Is.Null);
            Assert.That(_heap.Find(second + 159)?.Name, Is.EqualTo("second"), "the slack belongs to it");
            Assert.That(_heap.Find(second + 160), Is.Null);
            Assert.That(_heap.Find(0), Is.Null);
            Assert.That(_heap.Find(nuint.MaxValue), Is.Null);
            Assert.That(_heap.FindByLimit(first + 100)?.Name, Is.EqualTo("first"));
            Assert.That(_heap.FindByLimit(second + 160)?.Name, Is.EqualTo("second"));
            Assert.That(_heap.FindByLimit(second + 100), Is.Null);
        });
        _heap.Free((void*)first);
        Assert.That(_heap.Find(first), Is.Null, "freed");
    }

    [Test]
    public void FreeingNullDoesNothing() => Assert.That(() => _heap.Free(null), Throws.Nothing);

    [Test]
    public void FreeingTwiceIsCorruption()
    {
        void* block = _heap.Allocate("block", 64);
        _heap.Free(block);
        Assert.That(() => _heap.Free(block), Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("not a live block"));
    }

    [Test]
    public void FreeingTheMiddleOfABlockIsCorruption()
    {
        byte* block = (byte*)_heap.Allocate("block", 640);
        Assert.Multiple(() =>
        {
            Assert.That(() => _heap.Free(block + 64), Throws.TypeOf<NativeCorruptionException>());
            Assert.That(_heap.Live, Has.Count.EqualTo(1), "the block lives on");
        });
    }

    [Test]
    public void FreeingWhatAnotherHeapGaveIsCorruption()
    {
        using NativeHeap other = new();
        void* block = other.Allocate("block", 64);
        Assert.Multiple(() =>
        {
            Assert.That(() => _heap.Free(block), Throws.TypeOf<NativeCorruptionException>());
            Assert.That(other.Live, Has.Count.EqualTo(1));
        });
    }

    [TestCase(-1, "in front of")]
    [TestCase(-64, "in front of")]
    [TestCase(100, "behind")]
    [TestCase(163, "behind")]
    public void AnOverwrittenGuardIsFoundWhenTheBlockIsFreed(int offset, string where)
    {
        RequireDebug("guard regions");
        byte* block = (byte*)_heap.Allocate("victim", 100);
        block[offset] ^= 1;
        Assert.Multiple(() =>
        {
            Assert.That(() => _heap.Free(block), Throws.TypeOf<NativeCorruptionException>().With.Message.Contains($"{where} victim"));
            Assert.That(_heap.Live, Is.Empty, "it is freed all the same");
        });
    }

    [Test]
    public void TheGuardStandsBehindTheSlack()
    {
        RequireDebug("guard regions");
        byte* block = (byte*)_heap.Allocate("victim", 100, slack: 28);
        block[128] ^= 1;
        Assert.That(() => _heap.Free(block), Throws.TypeOf<NativeCorruptionException>().With.Message.Contains("behind victim"));
    }

    [Test]
    public void UninitialisedMemoryIsPoisoned()
    {
        RequireDebug("poison");
        byte* block = (byte*)_heap.Allocate("block", 1000, options: BlockOptions.Uninitialized, slack: 24);
        Assert.Multiple(() =>
        {
            Assert.That(new Span<byte>(block, 1000).ContainsAnyExcept((byte)0x5a), Is.False);
            Assert.That(new Span<byte>(block + 1000, 24).ContainsAnyExcept((byte)0), Is.False, "the slack is zeroed");
        });
    }

    [Test]
    public void FreedMemoryIsPoisoned()
    {
        RequireDebug("poison");
        byte* block = (byte*)_heap.Allocate("block", 256);
        _heap.Free(block);
        Assert.That(new Span<byte>(block, 256).ContainsAnyExcept((byte)0x6b), Is.False, "it is in quarantine");
    }

    [Test]
    public void WithoutDamageTheHeapIsFoundInOrder()
    {
        _heap.Allocate("living", 100);
        _heap.Free(_heap.Allocate("freed", 100));
        Assert.That(_heap.Verify, Throws.Nothing, "in every build");
    }

    [Test]
    public void ARequestThatIsTooLargeGivesNullAndNoBlock()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_heap.Allocate("most of the address space", nuint.MaxValue / 2) == null, "more than there is");
            Assert.That(_heap.Allocate("all of it", nuint.MaxValue) == null, "more than can be counted");
            Assert.That(_heap.Allocate("a little and much slack", 8, slack: nuint.MaxValue - 8) == null);
            Assert.That(_heap.Live, Is.Empty);
            Assert.That((ulong)_heap.LiveBytes, Is.Zero);
        });
    }

    [Test]
    public void DisposingFreesEverythingAndEndsTheHeap()
    {
        void* block = _heap.Allocate("left", 64);
        _heap.Allocate("permanent", 64, options: BlockOptions.Permanent);
        _heap.Dispose();
        Assert.Multiple(() =>
        {
            Assert.That(_heap.Live, Is.Empty);
            Assert.That((ulong)_heap.LiveBytes, Is.Zero);
            Assert.That(() => _heap.Allocate("late", 8) == null, Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => _heap.Free(block), Throws.TypeOf<NativeCorruptionException>());
            Assert.That(_heap.Dispose, Throws.Nothing, "a second time");
        });
    }

    [Test]
    public void TwoThreadsAllocateAndFreeAtOnce()
    {
        const int rounds = 2000;
        PairOfThreads.Run(() => AllocateAndFree(1), () => AllocateAndFree(2));
        Assert.Multiple(() =>
        {
            Assert.That(_heap.Live, Has.Count.EqualTo(2 * rounds / 10));
            Assert.That(_heap.Live.Select(block => block.Name).Distinct().Count(), Is.EqualTo(2 * rounds / 10), "each block is there once");
        });
        foreach (NativeAllocation block in _heap.Live)
        {
            byte mark = block.Name.StartsWith('1') ? (byte)1 : (byte)2;
            Assert.That(
                new Span<byte>((void*)block.Address, (int)block.Length).ContainsAnyExcept(mark), Is.False, "nobody else wrote to it");
            _heap.Free((void*)block.Address);
        }
        Assert.That((ulong)_heap.LiveBytes, Is.Zero);

        void AllocateAndFree(byte mark)
        {
            for (int i = 0; i < rounds; i++)
            {
                nuint length = (nuint)(1 + i % 500);
                byte* block = (byte*)_heap.Allocate($"{mark}: {i}", length);
                new Span<byte>(block, (int)length).Fill(mark);
                if (i % 10 != 0)
                    _heap.Free(block);
            }
        }
    }

    private static void RequireDebug(string what)
    {
#if !DEBUG
        Assert.Ignore($"Only Debug builds have {what}.");
#else
        _ = what;
#endif
    }
}
