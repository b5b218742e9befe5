// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;
using Kernel.Machine.Translation;
using Kernel.Tests.Fidelity;
using NUnit.Framework;

namespace Kernel.Tests.Machine.Translation;

/// <summary>
/// tlbie with the operands that the original computes drops the page that an entry of the table maps, and no other. Page sizes are those
/// that the original reads from an entry.
/// </summary>
[TestFixture]
public sealed unsafe class InvalidationVectorTests : TranslationFixture
{
    private const int VectorCount = 720;
    private const ulong OtherLpid = Lpid + 1;

    [Test]
    public void AnRbOfTheOriginalForgetsThePageOfItsEntryAndNoOther()
    {
        TlbSet.Register(Tlb);
        int withoutSize = 0;
        IReadOnlyList<JsonElement> vectors = OriginalConstants.VectorsOf("compute_tlbie_rb");
        Assert.That(vectors, Has.Count.EqualTo(VectorCount));
        foreach (JsonElement vector in vectors)
        {
            bool isArch206 = vector.Number("arch_206") != 0;
            ulong v = vector.Number("v"), r = vector.Number("r"), rb = vector.Number("rb");
            int size = PageBits(v, r, isArch206);
            if (size == 0)
            {
                CheckEntryWithoutSize(v, r, isArch206, vector);
                withoutSize++;

                // Nobody has such a translation, so there is nothing that the RB would have to reach. What it says is a size that the
                // processor has: the original tells 64 KB (POWER7, any other LP than 0) from 16 MB (all the rest). A page of that size
                // at the address is forgotten, which costs its owner a walk and is no error.
                size = isArch206 ? 16 : 24;
            }
            CheckInvalidation(v, vector.Number("pte_index"), size, rb, vector);
        }

        // L = 1 in 6 of the 12 first doublewords, 5 indices each. Of the 6 second ones POWER7 lacks 2 (LP 0x2 and 0xf), a PPC970 5.
        Assert.That(withoutSize, Is.EqualTo(LargeFirstDoublewords(vectors) * 5 * (2 + 5)));
    }

    [Test]
    public void PageSizesAreThoseOfTheOriginal()
    {
        IReadOnlyList<JsonElement> vectors = OriginalConstants.VectorsOf("hpte_page_size");
        Assert.That(vectors, Has.Count.EqualTo(144));
        foreach (JsonElement vector in vectors)
        {
            int shift = HashTableWalker.PageShift(vector.Number("h"), vector.Number("l"), vector.Number("arch_206") != 0);
            Assert.That(shift == 0 ? 0 : 1ul << shift, Is.EqualTo(vector.Number("result")), vector.ToString());
        }
    }

    private void CheckInvalidation(ulong v, ulong index, int size, ulong rb, JsonElement vector)
    {
        ulong address = OffsetInSegment(v, index, size);
        Segment segment = SegmentOf(v, size);
        Assert.That(IsKnownAfter(segment, address, Lpid, rb), Is.False, $"the page of {vector}");
        Assert.That(IsKnownAfter(segment, address, OtherLpid, rb), Is.True, $"another partition's page, {vector}");
        foreach (int other in new[] { 12, 16, 24 }.Where(other => other != size))
            Assert.That(IsKnownAfter(SegmentOf(v, other), address, Lpid, rb), Is.True, $"a page of 2^{other} bytes, {vector}");
        for (int bit = size; bit < (segment.IsOneTerabyte ? 40 : 28); bit++)
            Assert.That(
                IsKnownAfter(segment, address ^ 1ul << bit, Lpid, rb), Is.True, $"the page at 0x{address ^ 1ul << bit:x}, {vector}");

        // RB has the low 64 bits of the virtual address, so it names the low 36 bits of a VSID, or 24 of one of 1 TB.
        for (int bit = 0; bit < (segment.IsOneTerabyte ? 24 : 36); bit++)
        {
            Segment other = SegmentOf(v ^ 1ul << (segment.IsOneTerabyte ? 24 + bit : 12 + bit), size);
            Assert.That(IsKnownAfter(other, address, Lpid, rb), Is.True, $"the page of VSID 0x{other.Vsid:x}, {vector}");
        }
        Segment otherSize = SegmentOf(v ^ OneTerabyte, size);
        if (segment.IsOneTerabyte != otherSize.IsOneTerabyte)
            Assert.That(IsKnownAfter(otherSize, address, Lpid, rb), Is.True, $"a segment of the other size, {vector}");
    }

    // No segment has such pages, whatever the address: the table's search passes the entry over.
    private void CheckEntryWithoutSize(ulong v, ulong r, bool isArch206, JsonElement vector)
    {
        Registers.IsArch206 = isArch206;
        Assert.That(HashTableWalker.PageShift(v, r, isArch206), Is.Zero);
        foreach (int size in new[] { 12, 16, 24 })
        {
            Segment segment = SegmentOf(v, size);
            for (int group = 0; group < Groups; group += Groups / 2)
                new Span<ulong>(Table + group * 16, 16).Clear();
            ulong address = OffsetInSegment(v, 0, size);
            ulong hash = segment.Vsid ^ address >> size;
            int place = (int)(((v & 2) != 0 ? ~hash : hash) % Groups);
            ulong* entry = Enter(place, 1, v, r);
            Assert.That(HashTableWalker.Find(Registers, segment, address, out _, out _) == null, Is.True, $"2^{size} bytes, {vector}");
            entry[0] = 0;
        }
        Registers.IsArch206 = true;
    }

    private bool IsKnownAfter(in Segment segment, ulong address, ulong lpid, ulong rb)
    {
        Kernel.Machine.Translation.Tlb.Fill(Tlb, lpid, segment, address, 0x190);
        if (Kernel.Machine.Translation.Tlb.Find(Tlb, lpid, segment, address) == null)
            throw new InvalidOperationException("The TLB does not know what was just put into it.");
        TlbSet.InvalidateEverywhere(rb, Lpid);
        TlbEntry* known = Kernel.Machine.Translation.Tlb.Find(Tlb, lpid, segment, address);
        bool isKnown = known != null;
        if (isKnown)
            known->IsValid = false;
        return isKnown;
    }

    // The AVA leaves out the 23 lowest bits of the virtual address. Those above the page come from the hash, whose low 11 bits are those of
    // the entry's group: VSID ^ page, so page = VSID ^ group. What a 16 MB page lacks in the AVA is inside the page.
    private static ulong OffsetInSegment(ulong v, ulong index, int size)
    {
        bool isOneTerabyte = v >> 62 == 1;
        ulong vsid = isOneTerabyte ? (v << 2) >> 26 : (v << 2) >> 14;
        ulong high = (v >> 7 << 23) & ((1ul << (isOneTerabyte ? 40 : 28)) - 1);
        ulong group = index / 8;
        ulong page = ((v & 2) != 0 ? ~group : group) ^ vsid;
        ulong low = (page << size) & 0x7f_ffff;
        return (high | low) >> size << size;
    }

    // What slbmte makes of B, VSID, L and LP.
    private static Segment SegmentOf(ulong v, int size)
    {
        ulong vsid = v >> 62 == 1 ? v >> 24 << 24 : v >> 12 << 12;
        return new SlbEntry { Vsid = vsid | (size == 12 ? 0 : size == 16 ? Is64K : Is16M), Esid = SlbValid }.ToSegment();
    }

    // POWER7: LP xxxx0001 is 64 KB; both: LP 0 is 16 MB.
    private static int PageBits(ulong v, ulong r, bool isArch206)
    {
        if ((v >> 2) % 2 == 0)
            return 12;
        if (isArch206 && (r >> 12) % 16 == 1)
            return 16;
        return (r >> 12) % 256 == 0 ? 24 : 0;
    }

    private static int LargeFirstDoublewords(IReadOnlyList<JsonElement> vectors) =>
        vectors.Select(vector => vector.Number("v")).Distinct().Count(v => (v & 4) != 0);
}
