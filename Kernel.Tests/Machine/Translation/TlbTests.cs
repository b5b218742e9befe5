// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

// Unsafe: the entry is one of the table's, which lives until the test is over.
/// <summary>A translation that was used goes on working until it is invalidated, whatever becomes of the table.</summary>
/// <remarks>
/// The page is that of <see cref="ProtectionTests"/>: 0x30005000 in group 0x340. Its RB for tlbie is
/// VSID 0x12345 &lt;&lt; 28 | 5 &lt;&lt; 12.
/// </remarks>
[TestFixture]
public sealed unsafe class TlbTests : TranslationFixture
{
    private const ulong Address = 0x3000_5123;
    private const ulong First = 0x1234_5001;
    private const ulong Clean = 0x7654_3012;
    private const ulong Real = 0x7654_3123;
    private const ulong Rb = 0x1234_5000_5000;

    private ulong* _entry;

    [SetUp]
    public void MapThePage()
    {
        _entry = Enter(0x340, 2, First, Clean);
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000);
        TlbSet.Register(Tlb);
    }

    [Test]
    public void AStaleEntryStaysUsableUntilItIsInvalidated()
    {
        Reach(Address, AccessKind.Load, Tlb);
        _entry[0] = 0;
        Assert.That(Reach(Address, AccessKind.Load, Tlb), Is.EqualTo(Real), "stale");
        Assert.That(Reach(0x3000_5fff, AccessKind.Load, Tlb), Is.EqualTo(0x7654_3ffful), "the same page");
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound);
        TlbSet.InvalidateEverywhere(Rb, Lpid);
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound, Tlb);
    }

    [Test]
    public void AChangedEntryIsNotSeenUntilTheOldOneIsInvalidated()
    {
        Reach(Address, AccessKind.Load, Tlb);
        _entry[1] = 0x1111_1192;
        Assert.That(Reach(Address, AccessKind.Load, Tlb), Is.EqualTo(Real));
        TlbSet.InvalidateEverywhere(Rb, Lpid);
        Assert.That(Reach(Address, AccessKind.Load, Tlb), Is.EqualTo(0x1111_1123ul));
    }

    [Test]
    public void AnEntryThatAppearsIsFoundWithoutAnyInvalidation()
    {
        _entry[0] = 0;
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound, Tlb);
        _entry[0] = First;
        Assert.That(Reach(Address, AccessKind.Load, Tlb), Is.EqualTo(Real));
    }

    [Test]
    public void TheFirstStoreToACleanPageSetsCThroughTheTable()
    {
        Reach(Address, AccessKind.Load, Tlb);
        Assert.That(_entry[1], Is.EqualTo(Clean | 0x100), "R only");
        Reach(Address, AccessKind.Store, Tlb);
        Assert.That(_entry[1], Is.EqualTo(Clean | 0x180));
    }

    [Test]
    public void LaterStoresDoWithoutTheTable()
    {
        Reach(Address, AccessKind.Store, Tlb);
        _entry[1] = Clean;
        Reach(Address, AccessKind.Store, Tlb);
        Assert.That(_entry[1], Is.EqualTo(Clean), "that is why who clears C must invalidate");
        TlbSet.InvalidateEverywhere(Rb, Lpid);
        Reach(Address, AccessKind.Store, Tlb);
        Assert.That(_entry[1], Is.EqualTo(Clean | 0x180));
    }

    // C has to get into an entry that is not there any more.
    [Test]
    public void TheFirstStoreByAStaleCleanTranslationFails()
    {
        Reach(Address, AccessKind.Load, Tlb);
        _entry[0] = 0;
        ExpectInterrupt(Address, AccessKind.Store, 0x300, NotFound | WasStore, Tlb);
        Assert.That(_entry[1], Is.EqualTo(Clean | 0x100));
    }

    [Test]
    public void ARefusedAccessIsNotRemembered()
    {
        _entry[1] = 0x7654_3010;                            // PP 0: nothing for key 1
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000 | Ks);
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotPermitted, Tlb);
        _entry[1] = Clean;
        Reach(Address, AccessKind.Load, Tlb);
    }

    // Ks, MSR[PR] and the AMR are the processor's own and count at once; PP is part of what is remembered.
    [Test]
    public void RegistersCountAtOnce()
    {
        _entry[1] = 0x7654_3190;                            // PP 0
        Reach(Address, AccessKind.Store, Tlb);
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000 | Kp);
        Reach(Address, AccessKind.Store, Tlb);
        Registers.Msr |= Pr;
        ExpectInterrupt(Address, AccessKind.Store, 0x300, NotPermitted | WasStore, Tlb);
        Registers.Msr &= ~Pr;
        Registers.Amr = 1ul << 63;
        ExpectInterrupt(Address, AccessKind.Store, 0x300, ForbiddenByKey | WasStore, Tlb);
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000 | SegmentNoExecute);
        ExpectInterrupt(Address, AccessKind.Fetch, 0x400, NotExecutable, Tlb);
    }

    [Test]
    public void AnotherPartitionsTranslationIsNotUsed()
    {
        Reach(Address, AccessKind.Load, Tlb);
        _entry[0] = 0;
        Registers.Lpid = Lpid + 1;
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound, Tlb);
    }

    [Test]
    public void AnotherPartitionsInvalidationKeepsIt()
    {
        Reach(Address, AccessKind.Load, Tlb);
        _entry[0] = 0;
        TlbSet.InvalidateEverywhere(Rb, Lpid + 1);
        Assert.That(Reach(Address, AccessKind.Load, Tlb), Is.EqualTo(Real));
    }

    [Test]
    public void ASegmentOfAnotherVsidDoesNotUseIt()
    {
        Reach(Address, AccessKind.Load, Tlb);
        _entry[0] = 0;
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_4000);
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound, Tlb);
    }

    [Test]
    public void APageWhosePlaceAnotherTookIsLookedUpAnew()
    {
        Reach(Address, AccessKind.Load, Tlb);

        // Page 5 + 1024 = 0x405 has its place. 0x12345 ^ 0x405 = 0x12740, cut to 11 bits 0x740; AVPN 0x405000 >> 23 = 0.
        ulong* other = Enter(0x740, 0, First, 0x1111_1112);
        Assert.That(Reach(0x3040_5123, AccessKind.Load, Tlb), Is.EqualTo(0x1111_1123ul));
        _entry[1] = 0x2222_2112;
        Assert.That(Reach(Address, AccessKind.Load, Tlb), Is.EqualTo(0x2222_2123ul), "forgotten meanwhile");
        other[0] = 0;
        ExpectInterrupt(0x3040_5123, AccessKind.Load, 0x300, NotFound, Tlb);
    }

    [Test]
    public void FlushForgetsEverything()
    {
        Reach(Address, AccessKind.Load, Tlb);
        _entry[0] = 0;
        Kernel.Machine.Translation.Tlb.Flush(Tlb);
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound, Tlb);
    }

    [Test]
    public void AnInvalidationReachesEveryRegisteredTlb()
    {
        Tlb* second = Kernel.Machine.Translation.Tlb.Create(Heap), unregistered = Kernel.Machine.Translation.Tlb.Create(Heap);
        TlbSet.Register(second);
        Reach(Address, AccessKind.Load, Tlb);
        Reach(Address, AccessKind.Load, second);
        Reach(Address, AccessKind.Load, unregistered);
        _entry[0] = 0;
        TlbSet.InvalidateEverywhere(Rb, Lpid);
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound, Tlb);
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound, second);
        Assert.That(Reach(Address, AccessKind.Load, unregistered), Is.EqualTo(Real));
    }

    [Test]
    public void AnInvalidationOfOneTlbLeavesTheOthers()
    {
        Tlb* second = Kernel.Machine.Translation.Tlb.Create(Heap);
        TlbSet.Register(second);
        Reach(Address, AccessKind.Load, Tlb);
        Reach(Address, AccessKind.Load, second);
        _entry[0] = 0;
        Kernel.Machine.Translation.Tlb.Invalidate(Tlb, Rb, Lpid);
        ExpectInterrupt(Address, AccessKind.Load, 0x300, NotFound, Tlb);
        Assert.That(Reach(Address, AccessKind.Load, second), Is.EqualTo(Real));
    }

    [Test]
    public void TheSetIsEmptyAfterAReset()
    {
        Assert.That(TlbSet.IsEmpty, Is.False);
        TlbSet.Reset();
        Assert.That(TlbSet.IsEmpty, Is.True);
    }

    // 1 TB pages of the VRMA: VSID 0x1ffffff, page i at i << 24. RB: 0xffffff of the VSID << 40, L, and B = 1 at shift 8.
    [Test]
    public void TheVrmaIsRememberedToo()
    {
        Registers.Msr = 0;
        Registers.Lpcr = Vpm0 | VrmaLarge;

        // Page 2: 0x7ff ^ 2 = 0x7fd
        ulong* entry = Enter(0x7fd, 7, 0x4001_ffff_ff00_0215, 0x0200_0190);
        Reach(0x0212_3456, AccessKind.Store, Tlb);
        entry[0] = 0;
        Assert.That(Reach(0x0212_3456, AccessKind.Store, Tlb), Is.EqualTo(0x0212_3456ul), "stale");
        TlbSet.InvalidateEverywhere(0xffff_ff00_0200_0101, Lpid);
        ExpectInterrupt(0x0212_3456, AccessKind.Store, 0xe00, NotFound | WasStore, Tlb);
    }
}
