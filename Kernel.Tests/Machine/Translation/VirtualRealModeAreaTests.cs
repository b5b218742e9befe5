// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using Kernel.Native;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

// Unsafe: the large table is a permanent block of the heap; the entries' indices are below its 2^20.
/// <summary>Real mode of a partition that has a virtual real mode area, with the entries that the hypervisor makes for it.</summary>
[TestFixture]
public sealed unsafe class VirtualRealModeAreaTests : TranslationFixture
{
    private const ulong TableLength = 1 << 24;
    private const ulong Pages = 16;

    private ulong* _table;

    [SetUp]
    public void MapTheArea()
    {
        // 16 MB are 2^17 groups of 128 bytes; SDR1 says how many more than 2^11: 17 - 11 = 6.
        _table = (ulong*)Heap.Allocate(
            "large page table", (nuint)TableLength, alignment: (nuint)TableLength, options: BlockOptions.Permanent);
        Registers.Sdr1 = (ulong)_table | 6;
        Registers.Msr = 0;
        Registers.Lpcr = Vpm0 | VrmaLarge;
        for (ulong i = 0; i < Pages; i++)
        {
            // Hash: VSID ^ VSID << 25 ^ i, of which 17 bits count: 0x1ffff ^ i, that is ~i. Doubleword 2 maps page i to real page i.
            ulong* entry = _table + Index(i) * 2;
            entry[0] = 0x4001_ffff_ff00_0015 | i << 8;      // AVPN: i << 24 without its 23 lowest bits is 2 i, at shift 7
            entry[1] = i << 24 | 0x190;
        }
    }

    [Test]
    public void EveryPageIsFoundWhereTheHypervisorPutsIt([Values("Load", "Store", "Fetch")] string access, [Values] bool withTlb)
    {
        for (ulong i = 0; i < Pages; i++)
        {
            foreach (ulong inPage in new ulong[] { 0, 0x123, 0x65_4321, 0xff_ffff })
                Assert.That(Reach(i << 24 | inPage, Kind(access), withTlb ? Tlb : null), Is.EqualTo(i << 24 | inPage));
        }
    }

    [Test]
    public void AnAccessToOnePageMarksItsEntryAndNoOther()
    {
        ulong before = _table[Index(4) * 2 + 1];
        _table[Index(3) * 2 + 1] = 3ul << 24 | 0x10;
        Reach(0x0300_0000, AccessKind.Load);
        Assert.That(_table[Index(3) * 2 + 1], Is.EqualTo(3ul << 24 | 0x110));
        Reach(0x0300_0000, AccessKind.Store);
        Assert.That(_table[Index(3) * 2 + 1], Is.EqualTo(3ul << 24 | 0x190));
        Assert.That(_table[Index(4) * 2 + 1], Is.EqualTo(before));
    }

    [Test]
    public void TheUpperFourBitsOfAnAddressDoNotCount() =>
        Assert.That(Reach(0xc000_0000_0512_3456, AccessKind.Load), Is.EqualTo(0x512_3456ul));

    [Test]
    public void ProblemStateMayUseItToo()
    {
        Registers.Msr = Pr;
        Assert.That(Reach(0x0512_3456, AccessKind.Store), Is.EqualTo(0x512_3456ul));
    }

    [TestCase(0x1000_0000ul, TestName = "APageWithoutEntryIsTheHypervisorsMatter")]                         // page 16
    [TestCase(0x0000_0100_0000_0000ul, TestName = "BehindOneTerabyteNothingIsFound")]     // 2^40; page 0 if it were cut off
    [TestCase(0x0800_0000_0000_0000ul, TestName = "FarBehindOneTerabyteNothingIsFound")]
    public void WhatHasNoEntryInterruptsTheHypervisor(ulong address)
    {
        ExpectInterrupt(address, AccessKind.Load, 0xe00, NotFound);
        ExpectInterrupt(address, AccessKind.Store, 0xe00, NotFound | WasStore);
        ExpectInterrupt(address, AccessKind.Fetch, 0xe20, NotFound);
    }

    [Test]
    public void ARemovedEntryInterruptsTheHypervisor()
    {
        _table[Index(7) * 2] &= ~1ul;
        ExpectInterrupt(0x0700_0000, AccessKind.Load, 0xe00, NotFound);
    }

    [Test]
    public void ProtectionInterruptsTheHypervisor()
    {
        _table[Index(2) * 2 + 1] = 2ul << 24 | 0x193;       // PP 3: read only
        Reach(0x0200_0000, AccessKind.Load);
        ExpectInterrupt(0x0200_0000, AccessKind.Store, 0xe00, NotPermitted | WasStore);
        _table[Index(2) * 2 + 1] = 2ul << 24 | 0x194;       // N
        ExpectInterrupt(0x0200_0000, AccessKind.Fetch, 0xe20, NotExecutable);
    }

    // LP at LPCR bits 15:16, at shift 47: L and LP 01 are 64 KB. Page 0x12: hash 0x1ffff ^ 0x12 = 0x1ffed; AVPN 0x12 << 16 >> 23 = 0.
    [Test]
    public void ItsPagesMayBeOf64K()
    {
        Registers.Lpcr = Vpm0 | VrmaLarge | 1ul << 47;
        ulong* entry = _table + (0x1ffed * 8 + 2) * 2;
        entry[0] = 0x4001_ffff_ff00_0005;
        entry[1] = 0x0777_1190;
        Assert.That(Reach(0x12_3456, AccessKind.Load), Is.EqualTo(0x0777_3456ul));
        ExpectInterrupt(0x0500_0000, AccessKind.Load, 0xe00, NotFound);
    }

    // Neither L nor LP: 4 KB. Page 0x123: hash 0x1ffff ^ 0x123 = 0x1fedc.
    [Test]
    public void ItsPagesMayBeOf4K()
    {
        Registers.Lpcr = Vpm0;
        ulong* entry = _table + (0x1fedc * 8 + 2) * 2;
        entry[0] = 0x4001_ffff_ff00_0001;
        entry[1] = 0x0777_1190;
        Assert.That(Reach(0x12_3456, AccessKind.Load), Is.EqualTo(0x0777_1456ul));
    }

    [Test]
    public void APageSizeThatTheProcessorLacksFindsNothing()
    {
        Registers.Lpcr = Vpm0 | VrmaLarge | 2ul << 47;
        ExpectInterrupt(0, AccessKind.Load, 0xe00, NotFound);
        ExpectInterrupt(0, AccessKind.Load, 0xe00, NotFound, Tlb);
    }

    [Test]
    public void TheSlbHasNoPartInIt()
    {
        Registers.Slb.Insert(SlbValid, 0x777_000);
        Assert.That(Reach(0x1234, AccessKind.Load), Is.EqualTo(0x1234ul));
        Registers.Msr = Dr;
        ExpectInterrupt(0x1234, AccessKind.Load, 0x300, NotFound);
    }

    // Group ~i of 2^17, and the last of its eight places.
    private static ulong Index(ulong i) => ((~i & 0x1ffff) << 3) + 7;
}
