// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using Kernel.Native;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

// Unsafe: the pointer to an entry is used within the test that entered it. The huge table is a permanent block; only groups inside it are
// touched.
/// <summary>The page table's search, with places and first doublewords that were computed by hand.</summary>
/// <remarks>
/// 256 MB: the address 0x3ab56789 is in segment 3, at 0xab56789; VSID 0x12345. Without its 23 lowest bits the offset is 0x15 (AVPN, at
/// shift 7: 0xa80), in front of it stands VSID &lt;&lt; 12. 1 TB: 0x5_12_3ab56789 is in segment 5, at 0x123ab56789; VSID 0x98765. AVPN
/// 0x2475 (0x123a80), in front of it VSID &lt;&lt; 24 and B = 1. A table of 2^11 groups uses 11 bits of the hash.
/// </remarks>
[TestFixture]
public sealed unsafe class HashTableTests : TranslationFixture
{
    private const ulong In256M = 0x3ab5_6789;
    private const ulong In1T = 0x512_3ab5_6789;

    // Arguments: address, RS of slbmte, hash cut to 11 bits, first doubleword (V, and L for large pages), second one, real address.
    // 4 KB: page 0xab56; 0x12345 ^ 0xab56 = 0x18813, cut 0x013
    [TestCase(In256M, 0x1234_5000ul, 0x013, 0x1234_5a81ul, 0x7654_3112ul, 0x7654_3789ul, TestName = "A4KPageOfA256MSegmentIsFound")]
    // 64 KB: page 0xab5; 0x12345 ^ 0xab5 = 0x129f0, cut 0x1f0
    [TestCase(In256M, 0x1234_5110ul, 0x1f0, 0x1234_5a85ul, 0x7654_1112ul, 0x7654_6789ul, TestName = "A64KPageOfA256MSegmentIsFound")]
    // 64 KB: the upper half of LP is part of the page number; 0x7_6545_1 stands for page 0x76545
    [TestCase(In256M, 0x1234_5110ul, 0x1f0, 0x1234_5a85ul, 0x7_6545_1112ul, 0x7_6545_6789ul, TestName = "A64KPageWithNumberInLpIsFound")]
    // 16 MB: page 0xa; 0x12345 ^ 0xa = 0x1234f, cut 0x34f; AVPN of 0xa000000 is 0x14, at shift 7 0xa00
    [TestCase(In256M, 0x1234_5100ul, 0x34f, 0x1234_5a05ul, 0x7600_0112ul, 0x76b5_6789ul, TestName = "A16MPageOfA256MSegmentIsFound")]
    // 4 KB: page 0x123ab56; 0x98765 << 25 leaves the low bits alone: 0x765 ^ 0x356 = 0x433
    [TestCase(In1T, 0x4000_0987_6500_0000ul, 0x433, 0x4000_0987_6512_3a81ul, 0x7654_3112ul,
        0x7654_3789ul, TestName = "A4KPageOfA1TSegmentIsFound")]
    // 64 KB: page 0x123ab5; 0x765 ^ 0x2b5 = 0x5d0
    [TestCase(In1T, 0x4000_0987_6500_0110ul, 0x5d0, 0x4000_0987_6512_3a85ul, 0x7654_1112ul,
        0x7654_6789ul, TestName = "A64KPageOfA1TSegmentIsFound")]
    // 16 MB: page 0x123a; 0x765 ^ 0x23a = 0x55f; AVPN of 0x123a000000 is 0x2474, at shift 7 0x123a00
    [TestCase(In1T, 0x4000_0987_6500_0100ul, 0x55f, 0x4000_0987_6512_3a05ul, 0x7600_0112ul,
        0x76b5_6789ul, TestName = "A16MPageOfA1TSegmentIsFound")]
    public void APageIsFoundInBothItsGroups(ulong address, ulong rs, int hash, ulong v, ulong r, ulong real)
    {
        Registers.Slb.Insert(address & ~0xfff_fffful | SlbValid | 7, rs);
        for (int slot = 0; slot < 8; slot++)
        {
            CheckOnlyHere(address, hash, slot, v, r, real);
            CheckOnlyHere(address, ~hash & 0x7ff, slot, v | 2, r, real);
        }

        // H belongs to the group: with it in the primary one, or without it in the secondary one, the entry is another page's.
        CheckNotFound(address, hash, v | 2, r);
        CheckNotFound(address, ~hash & 0x7ff, v, r);
        CheckNotFound(address, hash, v & ~1ul, r);
        CheckNotFound(address, hash ^ 1, v, r);
    }

    [Test]
    public void ThePrimaryGroupIsAskedFirst()
    {
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000);
        Enter(0x7ec, 0, 0x1234_5a83, 0x1111_1112);
        Assert.That(Reach(In256M, AccessKind.Load), Is.EqualTo(0x1111_1789ul));
        Enter(0x013, 7, 0x1234_5a81, 0x2222_2112);
        Assert.That(Reach(In256M, AccessKind.Load), Is.EqualTo(0x2222_2789ul));
    }

    // The software's bits of the first doubleword (bits 57:60, of which the hypervisor uses some), and all of the AVPN that differs.
    [Test]
    public void TheSoftwaresBitsDoNotCountAndEveryBitOfTheAvpnDoes()
    {
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000);
        for (int bit = 3; bit < 64; bit++)
        {
            ulong v = 0x1234_5a81 ^ 1ul << bit;
            if (bit < 7)
                CheckOnlyHere(In256M, 0x013, 3, v, 0x7654_3112, 0x7654_3789);
            else
                CheckNotFound(In256M, 0x013, v, 0x7654_3112);
        }
    }

    // L and LP must be those of the segment: a page of another size has the same AVPN.
    [TestCase(0x1234_5000ul, 0x013, 0x1234_5a85ul, 0x7654_1112ul, TestName = "A64KEntryIsNo4KPage")]
    [TestCase(0x1234_5000ul, 0x013, 0x1234_5a85ul, 0x7600_0112ul, TestName = "A16MEntryIsNo4KPage")]
    [TestCase(0x1234_5110ul, 0x1f0, 0x1234_5a81ul, 0x7654_1112ul, TestName = "A4KEntryIsNo64KPage")]
    [TestCase(0x1234_5110ul, 0x1f0, 0x1234_5a85ul, 0x7600_0112ul, TestName = "A16MEntryIsNo64KPage")]
    [TestCase(0x1234_5110ul, 0x1f0, 0x1234_5a85ul, 0x7654_2112ul, TestName = "AnUnknownLpIsNo64KPage")]
    [TestCase(0x1234_5100ul, 0x34f, 0x1234_5a01ul, 0x7600_0112ul, TestName = "A4KEntryIsNo16MPage")]
    [TestCase(0x1234_5100ul, 0x34f, 0x1234_5a05ul, 0x7600_1112ul, TestName = "A64KEntryIsNo16MPage")]
    [TestCase(0x1234_5100ul, 0x34f, 0x1234_5a05ul, 0x7601_0112ul, TestName = "AnUnknownLpIsNo16MPage")]
    public void AnEntryOfAnotherSizeIsNotThePage(ulong rs, int hash, ulong v, ulong r)
    {
        Registers.Slb.Insert(0x3000_0000 | SlbValid, rs);
        CheckNotFound(In256M, hash, v, r);
    }

    [Test]
    public void APpc970Has16MAndNo64KPages()
    {
        Registers.IsArch206 = false;
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5100);
        CheckOnlyHere(In256M, 0x34f, 0, 0x1234_5a05, 0x7600_0112, 0x76b5_6789);
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5110);
        CheckNotFound(In256M, 0x1f0, 0x1234_5a85, 0x7654_1112);
    }

    // L = 1 with LP 10 or 11, and L = 0 with an LP, are no page sizes of these processors.
    [TestCase(0x10u), TestCase(0x20u), TestCase(0x120u), TestCase(0x130u)]
    public void InASegmentOfAnUnknownPageSizeNothingIsFound(uint lAndLp)
    {
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000ul | lAndLp);
        ExpectInterrupt(In256M, AccessKind.Load, 0x300, NotFound);
        ExpectInterrupt(In256M, AccessKind.Load, 0x300, NotFound, Tlb);
    }

    // SDR1 = origin | 2: 2^13 groups. 0x18813 cut to 13 bits is 0x0813, its complement 0x17ec. Only the 46 bits of the origin count beside.
    [Test]
    public void ALargerTableUsesMoreOfTheHash()
    {
        ulong* table = (ulong*)Heap.Allocate("larger page table", 1 << 20, alignment: 1 << 20, options: BlockOptions.Permanent);
        Registers.Sdr1 = (ulong)table | 2;
        Registers.Slb.Insert(0x3000_0000 | SlbValid, 0x1234_5000);
        table[0x0813 * 16] = 0x1234_5a81;
        table[0x0813 * 16 + 1] = 0x7654_3112;
        Assert.That(Reach(In256M, AccessKind.Load), Is.EqualTo(0x7654_3789ul));
        table[0x0813 * 16] = 0;
        table[0x17ec * 16] = 0x1234_5a83;
        table[0x17ec * 16 + 1] = 0x7654_3112;
        Assert.That(Reach(In256M, AccessKind.Load), Is.EqualTo(0x7654_3789ul));
    }

    // In a table of 2^26 groups (26 - 11 = 15) the lowest bit of a 1 TB segment's VSID comes back at bit 25 of the hash:
    // 0x98765 ^ 1 << 25 ^ 0x123ab56 = 0x2000000 ^ 0x12a2c33 = 0x32a2c33.
    [Test]
    public void TheVsidOfA1TSegmentIsHashedTwice()
    {
        const int shift = 26 + 7;
        ulong* table = (ulong*)Heap.Allocate("huge page table", (nuint)1 << shift, alignment: 1 << 21, options: BlockOptions.Permanent);
        if (table == null)
            Assert.Ignore("The system does not give 8 GB of address space.");
        Registers.Sdr1 = (ulong)table | 15;
        Registers.Slb.Insert(0x500_0000_0000 | SlbValid, 0x4000_0987_6500_0000);
        table[0x32a_2c33 * 16L] = 0x4000_0987_6512_3a81;
        table[0x32a_2c33 * 16L + 1] = 0x7654_3112;
        Assert.That(Reach(In1T, AccessKind.Load), Is.EqualTo(0x7654_3789ul));
    }

    private void CheckOnlyHere(ulong address, int group, int slot, ulong v, ulong r, ulong real)
    {
        ulong* entry = Enter(group, slot, v, r);
        Assert.That(Reach(address, AccessKind.Load), Is.EqualTo(real), $"group 0x{group:x}, place {slot}");
        entry[0] = 0;
        ExpectInterrupt(address, AccessKind.Load, 0x300, NotFound);
    }

    private void CheckNotFound(ulong address, int group, ulong v, ulong r)
    {
        ulong* entry = Enter(group, 4, v, r);
        ExpectInterrupt(address, AccessKind.Load, 0x300, NotFound);
        Assert.That(entry[1], Is.EqualTo(r), "and is not marked");
        entry[0] = 0;
    }
}
