// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using Kernel.Recordings;
using Kernel.Recordings.Dumps;
using Kernel.Recordings.Formats;
using Kernel.Recordings.Replay;
using NUnit.Framework;

namespace Kernel.Tests.PageTables;

[TestFixture]
public sealed class HptEntryTests
{
    [Test]
    public void TheExampleOfTheKernelsOwnDumpDecodes()
    {
        HptEntry entry = new(0x4000d032bf003505, 0x00000003b5c71196);
        Assert.Multiple(() =>
        {
            Assert.That(entry.IsValid, Is.True);
            Assert.That(entry.IsLarge, Is.True);
            Assert.That(entry.IsBolted, Is.False);
            Assert.That(entry.IsSecondary, Is.False);
            Assert.That(entry.SegmentSize, Is.EqualTo(HptSegmentSize.Size1T));
            Assert.That(entry.PageSize, Is.EqualTo(HptPageSize.Size64K));
            Assert.That(entry.Avpn, Is.EqualTo(0x1a0657e006aUL));
            Assert.That(entry.Vsid, Is.EqualTo(0xd032bfUL));
            Assert.That(entry.RealAddress, Is.EqualTo(0x3b5c70000UL));
            Assert.That(entry.Protection, Is.EqualTo(2));
            Assert.That(entry.IsNoExecute, Is.True);
            Assert.That(entry.Key, Is.Zero);
            Assert.That(entry.Wimg, Is.EqualTo(2));
            Assert.That(entry.IsReferenced, Is.True);
            Assert.That(entry.IsChanged, Is.True);
            Assert.That(entry.TryGetSegmentOffset(0x3f48 / 8, 24, out ulong offset), Is.True, "its hash leads to the group that it was in");
            Assert.That(offset >> 23, Is.EqualTo(entry.Avpn & 0x1ffff));
            Assert.That(entry.TryGetSegmentOffset((0x3f48 / 8) ^ 0x80, 24, out _), Is.False, "AVPN holds the bits above the lowest seven");
        });
    }

    [TestCase(0x0UL, 0x1000UL, HptPageSize.Size4K, 12, 0x1000UL)]
    [TestCase(0x4UL, 0x12341000UL, HptPageSize.Size64K, 16, 0x12340000UL)]
    [TestCase(0x4UL, 0x12300000UL, HptPageSize.Size16M, 24, 0x12000000UL)]
    [TestCase(0x4UL, 0x12308000UL, HptPageSize.Size16MIn64KSegment, 24, 0x12000000UL)]
    [TestCase(0x4UL, 0x12338000UL, HptPageSize.Unknown, 0, 0x12338000UL)]
    public void ThePageSizeDecidesWhichBitsAreAddress(ulong first, ulong second, HptPageSize size, int shift, ulong address)
    {
        HptEntry entry = new(first, second);
        Assert.That((entry.PageSize, entry.PageShift, entry.RealAddress), Is.EqualTo((size, shift, address)));
    }

    [TestCase(0x8000000000000003UL, 7)]
    [TestCase(0x0000000000000001UL, 1)]
    [TestCase(0x8000000000000002UL, 6)]
    public void ProtectionHasThreeBits(ulong second, int protection) => Assert.That(new HptEntry(0, second).Protection, Is.EqualTo(protection));

    [TestCase(0x3000000000000e00UL, 31)]
    [TestCase(0x1000000000000200UL, 9)]
    [TestCase(0x0000000000000800UL, 4)]
    public void TheKeyHasFiveBits(ulong second, int key) => Assert.That(new HptEntry(0, second).Key, Is.EqualTo(key));

    [TestCase(0x40UL, 8)]
    [TestCase(0x20UL, 4)]
    [TestCase(0x10UL, 2)]
    [TestCase(0x08UL, 1)]
    public void WimgCountsFromW(ulong second, int wimg) => Assert.That(new HptEntry(0, second).Wimg, Is.EqualTo(wimg));

    [TestCase(0xc000000000000001UL, HptSegmentSize.Reserved3)]
    [TestCase(0x8000000000000001UL, HptSegmentSize.Reserved2)]
    [TestCase(0x4000000000000001UL, HptSegmentSize.Size1T)]
    [TestCase(0x3fffffffffffffffUL, HptSegmentSize.Size256M)]
    public void TheTwoHighestBitsAreTheSegmentSize(ulong first, HptSegmentSize size) => Assert.That(new HptEntry(first, 0).SegmentSize, Is.EqualTo(size));

    [Test]
    public void ASecondaryEntryIsFoundThroughTheComplementOfItsHash()
    {
        const ulong vsid = 0x1234567;
        const ulong inSegment = 0x5678000;
        ulong hash = (vsid ^ (inSegment >> 12)) & (HptGeometry.GroupCount(24) - 1);
        ulong group = ~hash & (HptGeometry.GroupCount(24) - 1);
        HptEntry entry = new((vsid << 12) | (inSegment >> 23 << 7) | HptEntry.SecondaryBit | HptEntry.ValidBit, 0x1000);
        Assert.That(entry.TryGetSegmentOffset(group, 24, out ulong offset), Is.True);
        Assert.That((entry.Vsid, offset), Is.EqualTo((vsid, inSegment)));
        Assert.That((entry with { First = entry.First & ~HptEntry.SecondaryBit }).TryGetSegmentOffset(group, 24, out _), Is.False);
    }
}
