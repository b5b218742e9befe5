// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using NUnit.Framework;

namespace Kernel.Tests.PageTables;

[TestFixture]
public sealed class Isa206FormatTests
{
    private static readonly IHptFormat Format = Isa206Format.Instance;

    [Test]
    public void TheExampleOfTheKernelsOwnDumpDecodes()
    {
        HptEntry entry = new(0x4000d032bf003505, 0x00000003b5c71196);
        HptTranslation page = Format.Decode(entry);
        Assert.Multiple(() =>
        {
            Assert.That(entry.IsValid, Is.True);
            Assert.That(entry.IsLarge, Is.True);
            Assert.That(entry.IsBolted, Is.False);
            Assert.That(entry.IsSecondary, Is.False);
            Assert.That(page.SegmentSize, Is.EqualTo(HptSegmentSize.Size1T));
            Assert.That(page.PageSize, Is.EqualTo(HptPageSize.Size64K));
            Assert.That(page.Avpn, Is.EqualTo(0x1a0657e006aUL));
            Assert.That(page.Vsid, Is.EqualTo(0xd032bfUL));
            Assert.That(page.RealAddress, Is.EqualTo(0x3b5c70000UL));
            Assert.That(entry.Protection, Is.EqualTo(2));
            Assert.That(entry.IsNoExecute, Is.True);
            Assert.That(entry.Key, Is.Zero);
            Assert.That(entry.Wimg, Is.EqualTo(2));
            Assert.That(entry.IsReferenced, Is.True);
            Assert.That(entry.IsChanged, Is.True);
            Assert.That(
                page.TryGetSegmentOffset(0x3f48 / 8, false, 24, out ulong offset), Is.True, "its hash leads to the group that it was in");
            Assert.That(offset >> 23, Is.EqualTo(page.Avpn & 0x1ffff));
            Assert.That(
                page.TryGetSegmentOffset((0x3f48 / 8) ^ 0x80, false, 24, out _), Is.False, "AVPN holds the bits above the lowest seven");
        });
    }

    [TestCase(0x0UL, 0x1000UL, 12, 12, 0x1000UL, "4K")]
    [TestCase(0x4UL, 0x12341000UL, 16, 16, 0x12340000UL, "64K")]
    [TestCase(0x4UL, 0x12300000UL, 24, 24, 0x12000000UL, "16M")]
    [TestCase(0x4UL, 0x12308000UL, 16, 24, 0x12000000UL, "64K/16M")]
    [TestCase(0x4UL, 0x12338000UL, 0, 0, 0x12338000UL, "?")]
    public void ThePageSizeDecidesWhichBitsAreAddress(ulong first, ulong second, int baseShift, int shift, ulong address, string name)
    {
        HptTranslation page = Format.Decode(new HptEntry(first, second));
        Assert.That((page.PageSize.BaseShift, page.PageSize.Shift, page.RealAddress), Is.EqualTo((baseShift, shift, address)));
        Assert.That(page.PageSize.ToString(), Is.EqualTo(name));
    }

    [TestCase(0xc000000000000001UL, HptSegmentSize.Reserved3)]
    [TestCase(0x8000000000000001UL, HptSegmentSize.Reserved2)]
    [TestCase(0x4000000000000001UL, HptSegmentSize.Size1T)]
    [TestCase(0x3fffffffffffffffUL, HptSegmentSize.Size256M)]
    public void TheTwoHighestBitsAreTheSegmentSize(ulong first, HptSegmentSize size) =>
        Assert.That(Format.Decode(new HptEntry(first, 0)).SegmentSize, Is.EqualTo(size));

    [Test]
    public void ASecondaryEntryIsFoundThroughTheComplementOfItsHash()
    {
        const ulong vsid = 0x1234567;
        const ulong inSegment = 0x5678000;
        ulong hash = (vsid ^ (inSegment >> 12)) & (HptGeometry.GroupCount(24) - 1);
        ulong group = ~hash & (HptGeometry.GroupCount(24) - 1);
        HptTranslation page = Format.Decode(new HptEntry((vsid << 12) | (inSegment >> 23 << 7), 0x1000));
        Assert.That(page.TryGetSegmentOffset(group, isSecondary: true, 24, out ulong offset), Is.True);
        Assert.That((page.Vsid, offset), Is.EqualTo((vsid, inSegment)));
        Assert.That(page.TryGetSegmentOffset(group, isSecondary: false, 24, out _), Is.False);
    }

    // The real address of a large page has LP in its low bits, which must not be taken for a part of the address.
    [Test]
    public void WhatIsEncodedDecodes()
    {
        foreach (
            HptPageSize size in new[] { HptPageSize.Size4K, HptPageSize.Size64K, HptPageSize.Size16M, HptPageSize.Size16MIn64KSegment })
        {
            foreach (HptSegmentSize segment in new[] { HptSegmentSize.Size256M, HptSegmentSize.Size1T })
            {
                var page = new HptTranslation(segment, 0x1a0657e006a, size, 0x00ff_ffff_ff00_0000);
                HptEntry entry = Format.Encode(page);
                Assert.That(Format.Decode(entry), Is.EqualTo(page));
                Assert.That((entry.IsValid, entry.IsLarge), Is.EqualTo((false, size != HptPageSize.Size4K)));
            }
        }
    }

    [Test]
    public void WhatHasNoEncodingIsRefused()
    {
        HptTranslation page = new(HptSegmentSize.Size256M, 0, HptPageSize.Size64K, 0x10000);
        Assert.That(() => Format.Encode(page with { PageSize = default }), Throws.ArgumentException);
        Assert.That(() => Format.Encode(page with { SegmentSize = HptSegmentSize.Reserved2 }), Throws.ArgumentException);
        Assert.That(() => Format.Encode(page with { RealAddress = 0x11000 }), Throws.ArgumentException, "not a multiple of 64 KB");
        Assert.That(() => Format.Encode(page with { RealAddress = 1ul << 60 }), Throws.ArgumentException, "more than the field holds");
    }
}
