// SPDX-License-Identifier: GPL-2.0-only
using Kernel.PageTables;
using NUnit.Framework;

namespace Kernel.Tests.PageTables;

[TestFixture]
public sealed class HptEntryTests
{
    [TestCase(0x8000000000000003UL, 7)]
    [TestCase(0x0000000000000001UL, 1)]
    [TestCase(0x8000000000000002UL, 6)]
    public void ProtectionHasThreeBits(ulong second, int protection) =>
        Assert.That(new HptEntry(0, second).Protection, Is.EqualTo(protection));

    [TestCase(0x3000000000000e00UL, 31)]
    [TestCase(0x1000000000000200UL, 9)]
    [TestCase(0x0000000000000800UL, 4)]
    public void TheKeyHasFiveBits(ulong second, int key) => Assert.That(new HptEntry(0, second).Key, Is.EqualTo(key));

    [TestCase(0x40UL, 8)]
    [TestCase(0x20UL, 4)]
    [TestCase(0x10UL, 2)]
    [TestCase(0x08UL, 1)]
    public void WimgCountsFromW(ulong second, int wimg) => Assert.That(new HptEntry(0, second).Wimg, Is.EqualTo(wimg));

    [Test]
    public void TheGuestSeesItsOwnPageNumberAndTheTablesReferenceAndChangeBits()
    {
        const ulong changed = HptEntry.ChangedBit;
        const ulong referenced = HptEntry.ReferencedBit;
        var read = new IndexedHptEntry(17, new HptEntry(5, 0x7700_0000 | changed), 0x0100_0000 | referenced);
        Assert.That(read.GuestEntry, Is.EqualTo(new HptEntry(5, 0x0100_0000 | changed)));
        Assert.That(
            (read with { Entry = new HptEntry(5, 0x0300_0000), GuestSecond = 0x0100_0000 | changed }).GuestEntry,
            Is.EqualTo(read.GuestEntry), "a change bit that a dirty log has taken from the table's entry is still the guest's");
        Assert.That((read with { GuestSecond = null }).GuestEntry, Is.EqualTo(read.Entry), "nothing else is known of a raw dump");
        Assert.That(read.Group, Is.EqualTo(2));
    }
}
