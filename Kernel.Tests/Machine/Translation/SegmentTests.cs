// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

/// <summary>Which addresses an SLB entry covers, and how entries come and go.</summary>
[TestFixture]
public sealed unsafe class SegmentTests : TranslationFixture
{
    // Addresses from 0x3_0000_0000 for 256 MB; from 0x3_00_0000_0000 for 1 TB.
    [TestCase(0x3_0000_0000ul, 0x777_000ul, 0x3_0fff_fffful)]
    [TestCase(0x300_0000_0000ul, 0x4000_0007_7700_0000ul, 0x3ff_ffff_fffful)]
    [TestCase(0xc000_0000_0000_0000ul, 0x777_000ul, 0xc000_0000_0fff_fffful)]
    public void ASegmentCoversItsAddressesAndNoOther(ulong first, ulong rs, ulong last)
    {
        Registers.Slb.Insert(first | SlbValid | 3, rs);
        Assert.That(IsCovered(first), Is.True);
        Assert.That(IsCovered(last), Is.True);
        Assert.That(IsCovered(first - 1), Is.False);
        Assert.That(IsCovered(last + 1), Is.False);
        Assert.That(IsCovered(first ^ 1ul << 63), Is.False);
    }

    [Test]
    public void ASegmentHasTheFieldsOfItsOperand()
    {
        // B 1, VSID 0x2aaa_aaaa_aa (38 bits), Ks, N, L and LP 01; without Kp and C.
        Registers.Slb.Insert(0x300_0000_0000 | SlbValid, 0x6aaa_aaaa_aa00_0b10);
        Assert.That(Registers.Slb.TryFind(0x312_3456_789a, out Segment segment), Is.True);
        Assert.That(segment.Tag, Is.EqualTo(0x6aaa_aaaa_aa00_0000ul));
        Assert.That(segment.Vsid, Is.EqualTo(0x2a_aaaa_aaaaul));
        Assert.That(segment.IsOneTerabyte, Is.True);
        Assert.That(segment.PageShift, Is.EqualTo(16));
        Assert.That((segment.KeyInSupervisorState, segment.KeyInProblemState, segment.IsNoExecute), Is.EqualTo((true, false, true)));
        Assert.That(segment.Offset(0x312_3456_789a), Is.EqualTo(0x12_3456_789aul));

        // 0x2aaaaaaaaa << 40 without what is above 64 bits: 0xaaaaaa << 40.
        Assert.That(segment.LowVirtualAddress(0x312_3456_789a), Is.EqualTo(0xaaaa_aa12_3456_789aul));
    }

    [Test]
    public void A256MSegmentHasA50BitVsid()
    {
        // VSID 0x3_ffff_ffff_fffe with Kp and C (0x80), which nothing depends on.
        Registers.Slb.Insert(0x3_0000_0000 | SlbValid, 0x3fff_ffff_ffff_e480);
        Assert.That(Registers.Slb.TryFind(0x3_0123_4567, out Segment segment), Is.True);
        Assert.That(segment.Vsid, Is.EqualTo(0x3_ffff_ffff_fffeul));
        Assert.That(segment.Tag, Is.EqualTo(0x3fff_ffff_ffff_e000ul));
        Assert.That(segment.PageShift, Is.EqualTo(12));
        Assert.That((segment.KeyInSupervisorState, segment.KeyInProblemState, segment.IsNoExecute), Is.EqualTo((false, true, false)));
    }

    [TestCase("Load", 0x380u), TestCase("Store", 0x380u), TestCase("Fetch", 0x480u)]
    public void AnAddressInNoSegmentIsASegmentInterruptOfTheGuest(string access, uint vector)
    {
        ExpectInterrupt(0x3_0000_0000, Kind(access), vector, 0);
        Registers.Lpcr = Vpm0 | Vpm1;
        ExpectInterrupt(0x3_0000_0000, Kind(access), vector, 0);
        Registers.IsArch206 = false;
        ExpectInterrupt(0x3_0000_0000, Kind(access), vector, 0);
    }

    [Test]
    public void AnEntryWithoutVCoversNothing()
    {
        Registers.Slb.Insert(0x3_0000_0000 | 3, 0x777_000);
        Assert.That(IsCovered(0x3_0000_0000), Is.False);
    }

    [Test]
    public void EveryIndexIsAPlaceOfItsOwn()
    {
        for (ulong i = 0; i < SlbSize; i++)
            Registers.Slb.Insert(i << 28 | SlbValid | i, i << 12);
        for (ulong i = 0; i < SlbSize; i++)
        {
            Assert.That(Registers.Slb.TryFind(i << 28 | 0x1234, out Segment segment), Is.True);
            Assert.That(segment.Vsid, Is.EqualTo(i));
            Assert.That(Registers.Slb.ReadEsid((int)i), Is.EqualTo(i << 28 | SlbValid), "without the index");
            Assert.That(Registers.Slb.ReadVsid((int)i), Is.EqualTo(i << 12));
        }
    }

    [Test]
    public void AnIndexThatTheProcessorLacksIsIgnored()
    {
        Registers.Slb.Insert(0x3_0000_0000 | SlbValid | SlbSize, 0x777_000);
        Registers.Slb.Insert(0x3_0000_0000 | SlbValid | 0xfff, 0x777_000);
        Assert.That(IsCovered(0x3_0000_0000), Is.False);
    }

    [Test]
    public void SlbieDropsWhatCoversItsAddress()
    {
        Registers.Slb.Insert(0x3_0000_0000 | SlbValid | 0, 0x777_000);
        Registers.Slb.Insert(0x4_0000_0000 | SlbValid | 1, 0x778_000);
        Registers.Slb.Invalidate(0x3_0fff_0000);
        Assert.That(IsCovered(0x3_0000_0000), Is.False);
        Assert.That(IsCovered(0x4_0000_0000), Is.True);
    }

    [Test]
    public void SlbiaKeepsTheFirstEntry()
    {
        for (ulong i = 0; i < SlbSize; i++)
            Registers.Slb.Insert(i << 28 | SlbValid | i, i << 12);
        Registers.Slb.InvalidateAllButFirst();
        Assert.That(Enumerable.Range(0, SlbSize).Count(i => IsCovered((ulong)i << 28)), Is.EqualTo(1));
        Assert.That(IsCovered(0), Is.True);
        Registers.Slb.Clear();
        Assert.That(IsCovered(0), Is.False);
    }

    private bool IsCovered(ulong address) => Registers.Slb.TryFind(address, out _);
}
