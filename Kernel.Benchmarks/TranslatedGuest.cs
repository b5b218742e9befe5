// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Machine.Translation;
using Kernel.Native;

namespace Kernel.Benchmarks;

// Unsafe: table, SLB, TLB and addresses are permanent blocks of the heap, freed by Dispose. Entries are addressed by a group of the table
// and a position in it; Run reads AddressCount addresses.
/// <summary>
/// What a processor needs to translate addresses: a 16 MB page table with the pages of one guest, an SLB and a TLB; and addresses to
/// translate, in an order unrelated to the table's. The entries have R and C set, so that a translation writes only to the TLB.
/// </summary>
internal sealed unsafe class TranslatedGuest : IDisposable
{
    /// <summary>The number of addresses that a run translates.</summary>
    internal const int AddressCount = 1 << 15;

    private const nuint TableLength = 16 << 20;
    private const ulong TableSizeInSdr1 = 6;                    // 2^(11 + 6) groups
    private const ulong Groups = 1 << 17;
    private const int EntriesInGroup = 8;
    private const int SlbSize = 32;
    private const ulong RelocationOn = 0x30;                    // MSR: IR and DR
    private const ulong VirtualizedRealMode = 1ul << 63;        // LPCR: VPM0
    private const ulong LargeVrmaPages = 1ul << 51;             // LPCR: VRMASD's L
    private const ulong VrmaVsid = 0x1ff_ffff;
    private const ulong Vsid = 0x12345;
    private const ulong OneTerabyte = 1ul << 62;
    private const ulong SlbValid = 0x0800_0000;
    private const ulong ValidLarge = 0x5;
    private const ulong Valid = 0x1;
    private const ulong Secondary = 0x2;
    private const ulong ReferencedChangedWritable = 0x192;      // R, C, M, PP 2

    private readonly NativeHeap _heap = new();
    private readonly ulong* _table;
    private readonly ulong* _addresses;
    private readonly Tlb* _tlb;
    private readonly TranslationRegisters _registers;

    /// <summary>Fills the table and chooses the addresses.</summary>
    /// <param name="mode">How the addresses are translated.</param>
    /// <param name="pages">The number of pages that the addresses lie on, a power of two.</param>
    internal TranslatedGuest(TranslationMode mode, int pages)
    {
        _table = (ulong*)_heap.Allocate("page table", TableLength, TableLength, options: BlockOptions.Permanent);
        _addresses = (ulong*)_heap.Allocate("addresses", AddressCount * sizeof(ulong), options: BlockOptions.Permanent);
        _tlb = Tlb.Create(_heap);
        var slb = (SlbEntry*)_heap.Allocate("SLB", (nuint)(SlbSize * sizeof(SlbEntry)), options: BlockOptions.Permanent);
        bool isVirtual = mode == TranslationMode.VirtualMode;
        _registers = new TranslationRegisters
        {
            Msr = isVirtual ? RelocationOn : 0,
            Lpcr = VirtualizedRealMode | LargeVrmaPages,
            Sdr1 = (ulong)_table | TableSizeInSdr1,
            Lpid = 1,
            IsArch206 = true,
            Slb = new SegmentLookasideBuffer(slb, SlbSize),
        };
        _registers.Slb.Insert(SlbValid, Vsid << 12);

        for (ulong page = 0; page < (ulong)pages; page++)
        {
            if (isVirtual)
                Enter(Vsid ^ page, Vsid << 12 | page << 12 >> 23 << 7 | Valid, page << 12);
            else
                Enter(VrmaVsid ^ VrmaVsid << 25 ^ page, OneTerabyte | VrmaVsid << 24 | page << 24 >> 23 << 7 | ValidLarge, page << 24);
        }
        var random = new Random(pages);
        int shift = isVirtual ? 12 : 24;
        for (int i = 0; i < AddressCount; i++)
            _addresses[i] = (ulong)(i & (pages - 1)) << shift | (ulong)random.NextInt64(1L << shift) & ~7ul;
        random.Shuffle(new Span<ulong>(_addresses, AddressCount));
    }

    /// <summary>Translates each address once, for a load.</summary>
    /// <param name="use">How a TLB is used.</param>
    /// <returns>The sum of the real addresses.</returns>
    internal ulong Run(TlbUse use)
    {
        ulong sum = 0;
        Tlb* tlb = use == TlbUse.None ? null : _tlb;
        bool isTaken = use == TlbUse.TakenForEach;
        for (int i = 0; i < AddressCount; i++)
        {
            if (isTaken)
                Tlb.Take(tlb);
            AddressTranslator.Translate(_registers, _addresses[i], AccessKind.Load, tlb, out ulong real);
            if (isTaken)
                Tlb.Release(tlb);
            sum += real;
        }
        return sum;
    }

    /// <summary>The sum that <see cref="Run"/> must return: each page is mapped to the real page of the same number.</summary>
    internal ulong ExpectedSum
    {
        get
        {
            ulong sum = 0;
            for (int i = 0; i < AddressCount; i++)
                sum += _addresses[i];
            return sum;
        }
    }

    public void Dispose() => _heap.Dispose();

    // Into the primary group, or into the secondary group if the primary one is full.
    private void Enter(ulong hash, ulong v, ulong realPage)
    {
        if (!TryEnter(hash & (Groups - 1), v, realPage) && !TryEnter(~hash & (Groups - 1), v | Secondary, realPage))
            throw new InvalidOperationException("Both groups of a page are full.");
    }

    private bool TryEnter(ulong group, ulong v, ulong realPage)
    {
        ulong* first = _table + group * EntriesInGroup * 2;
        for (int i = 0; i < EntriesInGroup; i++)
        {
            ulong* entry = first + 2 * i;
            if (entry[0] != 0)
                continue;
            entry[0] = v;
            entry[1] = realPage | ReferencedChangedWritable;
            return true;
        }
        return false;
    }
}
