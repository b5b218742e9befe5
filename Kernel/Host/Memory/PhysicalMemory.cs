// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.Diagnostics;
using Kernel.Machine;
using Kernel.Native;
using Linux;

namespace Kernel.Host.Memory;

// Unsafe: the struct pages and the content of a section are blocks of the heap that live until the section is dropped, which happens
// under the lock and only when no page of it is referenced; a page pointer is good while its holder has a reference. Public members use the
// host, which is not switched off meanwhile, and look at struct pages under the lock.
/// <summary>
/// The host's page frames that user space can map: <c>struct page</c> with reference counts, compound pages and dirty bits, in sections
/// of 16 MB. Kernel memory (tables, structs) is not in here: it comes from the <see cref="NativeHeap"/>, and its real address is its
/// native one.
/// </summary>
/// <remarks>Once the system is disposed, calls throw an <see cref="ObjectDisposedException"/>.</remarks>
public sealed unsafe class PhysicalMemory : IRealMemory
{
    /// <summary>log2 of the bytes in a section.</summary>
    public const int SectionShift = 24;

    /// <summary>Bytes in a section: 16 MB.</summary>
    public const ulong SectionSize = 1ul << SectionShift;

    /// <summary>Maximum bytes of a contiguous allocation: 64 GB.</summary>
    internal const ulong MaxArea = 1ul << 36;

    private const ulong FirstAllocatedSection = 0x1000;     // real addresses from 64 GB on
    private const ulong MaxSections = 0x10_0000;           // 16 TB

    private readonly BriefLock _gate = new();
    private readonly NativeHeap _heap;
    private readonly Lifetime _host;
    private readonly int _pageShift;
    private readonly Dictionary<ulong, MemorySection> _sections = [];
    private readonly SortedList<nuint, MemorySection> _byAddress = [];
    private readonly SortedSet<ulong> _recycled = [];
    private readonly Stack<ulong> _freeKernelPages = new();
    private ulong _nextSection = FirstAllocatedSection;

    internal PhysicalMemory(NativeHeap heap, Lifetime host, int pageShift)
    {
        _heap = heap;
        _host = host;
        _pageShift = pageShift;
    }

    /// <summary>log2 of the bytes in a small page.</summary>
    internal int PageShift => _pageShift;

    /// <summary>Small pages in a section.</summary>
    internal int PagesPerSection => 1 << (SectionShift - _pageShift);

    /// <summary>Every page (head or single) whose reference count is not 1, with that count, by ascending frame number.</summary>
    public IEnumerable<(ulong Pfn, int Count)> UnusualReferenceCounts() =>
        HeadPages().Where(page => page.Count != 1).Select(page => (page.Pfn, page.Count));

    /// <summary>Every page that was marked dirty, by ascending frame number.</summary>
    public IEnumerable<ulong> DirtyPages() => HeadPages().Where(page => page.IsDirty).Select(page => page.Pfn);

    /// <summary>The reference count of a page; that of the head for a tail page.</summary>
    /// <param name="pfn">A page frame number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public int ReferenceCount(ulong pfn)
    {
        using Lifetime.Scope _ = _host.Use(this);
        using (_gate.Hold())
        {
            if (!_sections.TryGetValue(SectionOf(pfn), out MemorySection? section))
                throw new ArgumentOutOfRangeException(nameof(pfn), pfn, $"Expected the number of a page frame: {DescribeFrames()}.");
            if (section.Pages == null)
                return 1;           // nobody has asked for its struct page yet, which begins with the mapping's reference
            page* page = section.Pages + (int)(pfn - section.FirstPfn);
            return (page->first_page != null ? page->first_page : page)->_count.counter;
        }
    }

    /// <inheritdoc/>
    bool IRealMemory.TryLoad(ulong realAddress, int bytes, out ulong value)
    {
        using (_gate.Hold())
        {
            byte* data = Find(realAddress, bytes);
            value = data == null ? 0 : bytes switch { 1 => *data, 2 => *(ushort*)data, 4 => *(uint*)data, _ => *(ulong*)data };
            return data != null;
        }
    }

    /// <inheritdoc/>
    bool IRealMemory.TryStore(ulong realAddress, int bytes, ulong value)
    {
        using (_gate.Hold())
        {
            byte* data = Find(realAddress, bytes);
            if (data == null)
                return false;
            switch (bytes)
            {
                case 1: *data = (byte)value; break;
                case 2: *(ushort*)data = (ushort)value; break;
                case 4: *(uint*)data = (uint)value; break;
                default: *(ulong*)data = value; break;
            }
            return true;
        }
    }

    /// <summary>Declares existing frames, 16 MB aligned, all pages of one order and each with one reference.</summary>
    internal void Register(ulong firstPfn, ulong pages, int order)
    {
        using (_gate.Hold())
        {
            for (ulong pfn = firstPfn; pfn < firstPfn + pages; pfn += (ulong)PagesPerSection)
            {
                _sections[SectionOf(pfn)] = new MemorySection(pfn, order, recycle: false);
                _recycled.Remove(SectionOf(pfn));
            }
        }
    }

    /// <summary>Takes one free section; its pages get the order given and one reference each.</summary>
    /// <returns>The frame number of its first page.</returns>
    internal ulong Allocate(int order)
    {
        using (_gate.Hold())
        {
            ulong section;
            if (_recycled.Count != 0)
                _recycled.Remove(section = _recycled.Min);
            else
                section = NextFreeSection();
            ulong pfn = section << (SectionShift - _pageShift);
            _sections[section] = new MemorySection(pfn, order, recycle: true);
            return pfn;
        }
    }

    /// <summary>Takes one single page for the kernel: zeroed, with one reference, its content allocated.</summary>
    internal page* AllocatePage()
    {
        using (_gate.Hold())
        {
            if (_freeKernelPages.Count == 0)
                AddKernelPages();
            page* page = PfnToPage(_freeKernelPages.Pop());
            page->_count.counter = 1;
            new Span<byte>(AddressOf(page), 1 << _pageShift).Clear();
            return page;
        }
    }

    /// <summary>Takes adjoining free sections, naturally aligned, as single pages: what the boot-time allocator gives.</summary>
    internal ulong AllocateContiguous(ulong bytes)
    {
        using (_gate.Hold())
        {
            ulong count = (bytes + SectionSize - 1) >> SectionShift;
            ulong alignment = System.Numerics.BitOperations.RoundUpToPowerOf2(count);
            ulong section = (_nextSection + alignment - 1) & ~(alignment - 1);
            if (section + count > MaxSections)
                Oops.Raise($"kernel panic: out of memory: no {bytes >> 20} MB in one piece");
            while (Enumerable.Range(0, (int)count).Any(i => _sections.ContainsKey(section + (ulong)i)))
                section += alignment;
            _nextSection = section + count;
            ulong pfn = section << (SectionShift - _pageShift);
            Register(pfn, count << (SectionShift - _pageShift), order: 0);
            return pfn;
        }
    }

    /// <summary>Gives a section back that nothing ever referenced but its mapping.</summary>
    internal void ReleaseMapping(ulong firstPfn)
    {
        MemorySection section;
        using (_gate.Hold())
        {
            section = _sections[SectionOf(firstPfn)];
            if (section.Pages == null)
            {
                Drop(section);
                return;
            }
        }
        for (int i = 0; i < PagesPerSection; i += 1 << section.Order)
            Put(section.Pages + i);
    }

    /// <summary>The <c>struct page</c> of a frame.</summary>
    /// <exception cref="KernelOopsException">There is no such frame.</exception>
    internal page* PfnToPage(ulong pfn)
    {
        using (_gate.Hold())
        {
            if (!_sections.TryGetValue(SectionOf(pfn), out MemorySection? section))
                Oops.Raise($"kernel oops: page frame 0x{pfn:x} does not exist");
            if (section.Pages == null)
                InstantiatePages(section);
            return section.Pages + (int)(pfn - section.FirstPfn);
        }
    }

    /// <summary>Fills adjoining pages with zero bytes. What nobody has used yet is zero already.</summary>
    internal void Clear(ulong firstPfn, ulong pages)
    {
        using (_gate.Hold())
        {
            ulong end = firstPfn + pages;
            for (ulong pfn = firstPfn, next; pfn < end; pfn = next)
            {
                next = Math.Min(end, (SectionOf(pfn) + 1) << (SectionShift - _pageShift));
                if (!_sections.TryGetValue(SectionOf(pfn), out MemorySection? section) || section.Data == null)
                    continue;
                byte* first = section.Data + ((pfn - section.FirstPfn) << _pageShift);
                new Span<byte>(first, (int)((next - pfn) << _pageShift)).Clear();
            }
        }
    }

    /// <summary>Where the content of a page lies in this process; it stays there.</summary>
    internal byte* AddressOf(page* page)
    {
        using (_gate.Hold())
        {
            MemorySection section = _sections[SectionOf(page->pfn)];
            if (section.Data == null)
            {
                section.Data = (byte*)_heap.Allocate(
                    $"frames 0x{section.FirstPfn:x}", (nuint)SectionSize, (nuint)1 << _pageShift, options: LifeOf(section));
                if (section.Data == null)
                    Oops.Raise("kernel oops: the machine that runs the simulation is out of memory");
                _byAddress.Add((nuint)section.Data, section);
            }
            page->@virtual = section.Data + ((page->pfn - section.FirstPfn) << _pageShift);
            return (byte*)page->@virtual;
        }
    }

    /// <summary>The page whose content lies at the address, or null.</summary>
    internal page* PageAt(void* address)
    {
        using (_gate.Hold())
        {
            MemorySection? section = SectionAt((nuint)address);
            return section == null ? null : PfnToPage(section.FirstPfn + (((nuint)address - (nuint)section.Data) >> _pageShift));
        }
    }

    /// <summary>The real address of content that <see cref="AddressOf"/> gave.</summary>
    internal ulong RealAddressOf(void* address)
    {
        using (_gate.Hold())
        {
            MemorySection? section = SectionAt((nuint)address);
            if (section is null)
                Oops.Raise($"kernel oops: 0x{(nuint)address:x} is not the content of a page");
            return (section.FirstPfn << _pageShift) + ((nuint)address - (nuint)section.Data);
        }
    }

    /// <summary>Adds a reference to a page that has one already; a tail counts on its head.</summary>
    internal static void Get(page* page)
    {
        if (page->first_page != null)
            page = page->first_page;
        if (Atomics.Increment(ref page->_count.counter) <= 1)
            Oops.Raise($"kernel BUG: get_page of the free page 0x{page->pfn:x}");
    }

    /// <summary>Drops a reference; the last one frees the page.</summary>
    internal void Put(page* page)
    {
        if (page->first_page != null)
            page = page->first_page;
        int count = Atomics.Decrement(ref page->_count.counter);
        if (count < 0)
            Oops.Raise($"kernel BUG: put_page of the free page 0x{page->pfn:x}");
        if (count > 0)
            return;
        using (_gate.Hold())
        {
            MemorySection section = _sections[SectionOf(page->pfn)];
            if (section.BelongsToKernel)
                _freeKernelPages.Push(page->pfn);
            else if (++section.FreePages == PagesPerSection >> section.Order && section.Recycle)
                Drop(section);
        }
    }

    private void AddKernelPages()
    {
        ulong first = NextFreeSection() << (SectionShift - _pageShift);
        var section = new MemorySection(first, order: 0, recycle: false) { BelongsToKernel = true };
        _sections[SectionOf(first)] = section;
        InstantiatePages(section);
        for (int i = PagesPerSection - 1; i >= 0; i--)
        {
            section.Pages[i]._count.counter = 0;
            _freeKernelPages.Push(first + (ulong)i);
        }
    }

    // The section is looked up under the lock, so its content does not go while it is used.
    private byte* Find(ulong realAddress, int bytes)
    {
        if (!_sections.TryGetValue(realAddress >> SectionShift, out MemorySection? section))
            return null;
        ulong offset = realAddress & (SectionSize - 1);
        if (offset + (ulong)bytes > SectionSize)
            return null;
        if (section.Data == null)
            AddressOf(PfnToPage(section.FirstPfn));
        return section.Data + offset;
    }

    private static BlockOptions LifeOf(MemorySection section) => section.Recycle ? BlockOptions.None : BlockOptions.Permanent;

    private ulong SectionOf(ulong pfn) => pfn >> (SectionShift - _pageShift);

    private ulong NextFreeSection()
    {
        while (_sections.ContainsKey(_nextSection))
            _nextSection++;
        return _nextSection++;
    }

    private MemorySection? SectionAt(nuint address)
    {
        int low = 0, high = _byAddress.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_byAddress.GetKeyAtIndex(middle) <= address)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return high >= 0 && address - _byAddress.GetKeyAtIndex(high) < SectionSize ? _byAddress.GetValueAtIndex(high) : null;
    }

    private void InstantiatePages(MemorySection section)
    {
        int count = PagesPerSection;
        page* pages = (page*)_heap.Allocate(
            $"struct page of frames 0x{section.FirstPfn:x}", (nuint)(count * sizeof(page)), options: LifeOf(section));
        if (pages == null)
            Oops.Raise("kernel oops: the machine that runs the simulation is out of memory");
        int unit = 1 << section.Order;
        for (int i = 0; i < count; i++)
        {
            page* page = pages + i;
            page->pfn = section.FirstPfn + (ulong)i;
            if (i % unit != 0)
            {
                page->first_page = pages + i / unit * unit;
                continue;
            }
            page->_count.counter = 1;
            page->order = (uint)section.Order;
            if (section.Order != 0)
                page->flags = Linux.page.PG_head;
        }
        section.Pages = pages;
    }

    private void Drop(MemorySection section)
    {
        ulong index = SectionOf(section.FirstPfn);
        _sections.Remove(index);
        if (section.Data != null)
            _byAddress.Remove((nuint)section.Data);
        _heap.Free(section.Data);
        _heap.Free(section.Pages);
        if (section.Recycle)
            _recycled.Add(index);
    }

    // Adjoining sections as one range. The caller holds the lock.
    private string DescribeFrames()
    {
        var ranges = new List<(ulong First, ulong Last)>();
        foreach (MemorySection section in _sections.Values.OrderBy(section => section.FirstPfn))
        {
            ulong last = section.FirstPfn + (ulong)PagesPerSection - 1;
            if (ranges.Count != 0 && ranges[^1].Last + 1 == section.FirstPfn)
                ranges[^1] = (ranges[^1].First, last);
            else
                ranges.Add((section.FirstPfn, last));
        }
        return ranges.Count == 0
            ? "there are none yet"
            : string.Join(", ", ranges.Select(range => $"0x{range.First:x} to 0x{range.Last:x}"));
    }

    private List<(ulong Pfn, int Count, bool IsDirty)> HeadPages()
    {
        using Lifetime.Scope _ = _host.Use(this);
        using (_gate.Hold())
        {
            var pages = new List<(ulong Pfn, int Count, bool IsDirty)>();
            foreach (MemorySection section in _sections.Values.OrderBy(section => section.FirstPfn))
            {
                if (section.Pages == null)
                    continue;
                for (int i = 0; i < PagesPerSection; i += 1 << section.Order)
                {
                    page* page = section.Pages + i;
                    if (!section.BelongsToKernel || page->_count.counter != 0)
                        pages.Add((page->pfn, page->_count.counter, (page->flags & Linux.page.PG_dirty) != 0));
                }
            }
            return pages;
        }
    }
}
