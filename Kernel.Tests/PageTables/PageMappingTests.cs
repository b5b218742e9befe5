// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using Kernel.PageTables;
using Kernel.Tests.Support;
using NUnit.Framework;

namespace Kernel.Tests.PageTables;

[TestFixture]
public sealed class PageMappingTests
{
    private static readonly HptPageSize[] PageSizes = [HptPageSize.Size4K, HptPageSize.Size64K, HptPageSize.Size16M];

    [Test]
    public void AHugePageIsWhatTheTestsWriteThemselves()
    {
        foreach (ulong address in new[] { 0x4000_0000ul, 0x4f00_0000ul, 0x1_2300_0000ul })
        {
            var own = new GuestPage(address);
            var page = new PageMapping(own.First >> 12, address, 0x300_0000);
            Assert.That((page.Index, page.Entry.First), Is.EqualTo((own.Index, own.First)));
            Assert.That(page.Entry.Second, Is.EqualTo(0x300_0000 | Hpte.Coherent | GuestPage.ReadWrite));
        }
    }

    // The hardware's own search finds the entry in a table that holds nothing else.
    [Test]
    public unsafe void TheProcessorFindsTheEntryInItsGroup(
        [ValueSource(nameof(PageSizes))] HptPageSize pageSize, [Values(0, 1)] int segmentSize)
    {
        const ulong effective = 0x0123_4567_8900_0000;
        const int order = 18;
        byte* memory = stackalloc byte[2 << order];
        ulong table = ((ulong)memory + (1 << order) - 1) & ~((1ul << order) - 1);
        new Span<byte>((void*)table, 1 << order).Clear();
        var page = new PageMapping(0x1234, effective, 0x1200_0000)
        {
            PageSize = pageSize,
            SegmentSize = (HptSegmentSize)segmentSize,
            Protection = 3,
            Order = order,
        };
        SlbEntry slb;
        var buffer = new SegmentLookasideBuffer(&slb, 1);
        buffer.Clear();
        buffer.Insert(page.SlbRb, page.SlbRs);
        Assert.That(buffer.TryFind(effective, out Segment segment), Is.True);

        ulong* written = (ulong*)table + page.Index * 2;
        (written[0], written[1]) = (page.Entry.First, page.Entry.Second);
        var registers = new TranslationRegisters { Sdr1 = table, IsArch206 = true };
        ulong* found = HashTableWalker.Find(registers, segment, effective + 0xfff, out _, out ulong second);
        Assert.That(found == written, Is.True, $"the entry at index {page.Index}");
        Assert.That(second & ~0xf000ul, Is.EqualTo(0x1200_0000 | Hpte.Coherent | 3));
    }
}
