// SPDX-License-Identifier: GPL-2.0-only
using Kernel.Concurrency;
using Kernel.Host.Files;
using Kernel.Host.Locking;
using Kernel.Host.Memory;
using Kernel.Native;
using Linux;

namespace Kernel.Host.AddressSpaces;

// Unsafe: vm_area_structs are blocks of the heap, linked from Mm by ascending address; the list changes under mmap_sem held for writing
// and is walked under it held for reading. A page that a lookup returns carries a reference. Public members use the host, which is not
// switched off meanwhile.
/// <summary>
/// The memory of the user process that drives KVM: mappings made and removed at any time, also while virtual machines use them. Pages
/// behind a mapping come when they are first touched, from here or by <c>get_user_pages_fast</c>.
/// </summary>
/// <remarks>
/// Once the system is disposed, calls throw an <see cref="ObjectDisposedException"/>. Code that runs inside the kernel, such as a guest's
/// program or an event handler, is refused with an <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed unsafe class AddressSpace
{
    private const ulong FirstAddress = 0x7000_0000_0000;
    private const ulong MaxBytes = 1ul << 47;  // the user half of an address space
    private const int Fault = -14;              // EFAULT
    private const int NotPermitted = -13;       // EACCES; the kernel reports it as EFAULT

    private readonly NativeHeap _heap;
    private readonly Lifetime _host;
    private readonly PhysicalMemory _memory;
    private readonly FaultInjector _faults;
    private readonly FileTable _files;
    private readonly int _pageShift;
    private readonly BriefLock _gate = new();
    // By vma. The comparer is named so that it exists before the first lookup, which allocates nothing.
    private readonly Dictionary<nint, Mapping> _mappings = new(EqualityComparer<nint>.Default);
    private List<UserPageLookup>? _lookups;
    private ulong _nextAddress = FirstAddress;

    internal AddressSpace(NativeHeap heap, Lifetime host, PhysicalMemory memory, FaultInjector faults, FileTable files, int pageShift)
    {
        _heap = heap;
        _host = host;
        _memory = memory;
        _faults = faults;
        _files = files;
        _pageShift = pageShift;
        Mm = (mm_struct*)heap.Allocate("struct mm_struct", (nuint)sizeof(mm_struct));
    }

    /// <summary>The kernel's view of this address space.</summary>
    internal mm_struct* Mm { get; }

    private ulong PageSize => 1ul << _pageShift;

    /// <summary>Called for each page that the kernel has looked up and taken a reference to, on the thread that did.</summary>
    internal Action<UserPageLookup>? PageTaken { get; set; }

    /// <summary>How many mappings there are; 0 once the system is disposed.</summary>
    public int MappingCount
    {
        get
        {
            using (_gate.Hold())
                return _mappings.Count;
        }
    }

    /// <summary>Maps 16 MB huge pages at an address that is free and 16 MB aligned.</summary>
    /// <param name="bytes">A multiple of 16 MB.</param>
    /// <returns>The user address.</returns>
    public ulong MapHugePages(ulong bytes) => Map(bytes, new MappingOptions());

    /// <summary>Maps 16 MB huge pages at the address given.</summary>
    public void MapHugePagesAt(ulong address, ulong bytes) => MapAt(address, bytes, new MappingOptions());

    /// <summary>Maps a range at an address that is free and 16 MB aligned.</summary>
    /// <param name="bytes">A multiple of the host's page size; of 16 MB for huge pages.</param>
    /// <param name="options">What to map.</param>
    /// <returns>The user address.</returns>
    public ulong Map(ulong bytes, MappingOptions options)
    {
        using Lifetime.Scope _ = Enter();
        ulong address = ReserveAddress(bytes);
        InsertPages(address, bytes, options);
        return address;
    }

    /// <summary>Maps a range at the address given.</summary>
    /// <exception cref="ArgumentException">The range is not aligned, empty, or overlaps a mapping.</exception>
    public void MapAt(ulong address, ulong bytes, MappingOptions options)
    {
        using Lifetime.Scope _ = Enter();
        InsertPages(address, bytes, options);
    }

    /// <summary>Removes a mapping. Pages that the kernel has pinned live on until it drops them.</summary>
    /// <param name="address">Where it begins.</param>
    /// <exception cref="ArgumentException">No mapping begins there.</exception>
    public void Unmap(ulong address)
    {
        using Lifetime.Scope _ = Enter();
        Remove(address);
    }

    /// <summary>Writes to user memory, as the process or its guest does; pages come as they are touched.</summary>
    /// <exception cref="ArgumentException">Some byte is not mapped.</exception>
    public void Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        using Lifetime.Scope _ = Enter();
        while (!bytes.IsEmpty)
        {
            page* page = PageAt(address, write: true);
            Span<byte> content = ContentFrom(page, address);
            int length = Math.Min(bytes.Length, content.Length);
            bytes[..length].CopyTo(content);
            _memory.Put(page);
            bytes = bytes[length..];
            address += (ulong)length;
        }
    }

    /// <summary>Reads from user memory.</summary>
    /// <exception cref="ArgumentException">Some byte is not mapped.</exception>
    public void Read(ulong address, Span<byte> bytes)
    {
        using Lifetime.Scope _ = Enter();
        while (!bytes.IsEmpty)
        {
            page* page = PageAt(address, write: false);
            Span<byte> content = ContentFrom(page, address);
            int length = Math.Min(bytes.Length, content.Length);
            content[..length].CopyTo(bytes);
            _memory.Put(page);
            bytes = bytes[length..];
            address += (ulong)length;
        }
    }

    /// <summary>Writes a doubleword to user memory, in the host's byte order, which is that of the simulated processor.</summary>
    /// <exception cref="ArgumentException">Some byte is not mapped.</exception>
    public void WriteDoubleword(ulong address, ulong value) => Write(address, new ReadOnlySpan<byte>(&value, sizeof(ulong)));

    /// <summary>Reads a doubleword from user memory, in the host's byte order, which is that of the simulated processor.</summary>
    /// <exception cref="ArgumentException">Some byte is not mapped.</exception>
    public ulong ReadDoubleword(ulong address)
    {
        ulong value;
        Read(address, new Span<byte>(&value, sizeof(ulong)));
        return value;
    }

    /// <summary>Maps the whole of an open file, through the file's own <c>mmap</c> operation.</summary>
    internal void MapFile(ulong address, @file* file, ulong bytes, MappingOptions options) =>
        Insert(address, bytes, Complete(options), file);

    /// <summary>Finds a range of free addresses, 16 MB aligned, and reserves it for the caller.</summary>
    internal ulong ReserveAddress(ulong bytes)
    {
        SleepingReaderWriterLock.EnterWrite(&Mm->mmap_sem.count);
        try
        {
            ulong address = _nextAddress;
            for (vm_area_struct* vma = Mm->mmap; vma != null; vma = vma->vm_next)
            {
                if (vma->vm_end > address && vma->vm_start < address + bytes)
                    address = NextSection(vma->vm_end);
            }
            // A range that is too large reserves nothing; mapping it fails.
            if (bytes <= MaxBytes)
                _nextAddress = NextSection(address + bytes) + PhysicalMemory.SectionSize;
            return address;
        }
        finally
        {
            SleepingReaderWriterLock.ExitWrite(&Mm->mmap_sem.count);
        }
    }

    /// <summary>Starts to record lookups of user pages.</summary>
    internal void RecordLookups() => _lookups = [];

    /// <summary>The lookups since the last call.</summary>
    internal IReadOnlyList<UserPageLookup> TakeLookups()
    {
        if (_lookups is null or { Count: 0 })
            return [];
        UserPageLookup[] taken = [.. _lookups];
        _lookups.Clear();
        return taken;
    }

    /// <summary>Sets whether the pages of a 16 MB chunk of a mapping can be obtained.</summary>
    internal void SetPresent(ulong address, int chunk, bool present)
    {
        using (_gate.Hold())
            _mappings.Values.Single(mapping => mapping.Vma->vm_start == address).SetPresent(chunk, present);
    }

    /// <summary>Finds the page at a user address and takes a reference: the body of <c>get_user_pages_fast</c> for one page.</summary>
    /// <returns>1 and the page, or a negative error.</returns>
    internal int GetUserPage(ulong address, bool write, page** result)
    {
        SleepingReaderWriterLock.EnterRead(&Mm->mmap_sem.count);
        page* page = null;
        int outcome;
        try
        {
            outcome = _faults.Next(AllocationPoint.UserPage);
            if (outcome == 0)
                outcome = Lookup(address, write, &page);
        }
        finally
        {
            SleepingReaderWriterLock.ExitRead(&Mm->mmap_sem.count);
        }
        if (outcome == NotPermitted)
            outcome = Fault;
        bool isHead = outcome == 1 && (page->flags & Linux.page.PG_head) != 0;
        Note(outcome == 1
            ? new UserPageLookup(address, 1, page->pfn, isHead, isHead ? (int)page->order : 0)
            : new UserPageLookup(address, outcome, 0, false, 0));
        *result = page;
        return outcome;
    }

    /// <summary>Removes all mappings. A file may end with its mapping.</summary>
    internal void UnmapAll()
    {
        while (Mm->mmap != null)
            Remove(Mm->mmap->vm_start);
    }

    /// <summary>Frees the kernel's view of this address space, unless a machine that was never destroyed counts it still: a leak.</summary>
    internal void Free()
    {
        if (Atomics.Read(ref Mm->mm_count.counter) == 0)
            _heap.Free(Mm);
    }

    // Each call of user space begins here. It may wait for mmap_sem.
    private Lifetime.Scope Enter()
    {
        UserCode.ThrowIfInside();
        return _host.Use(this);
    }

    private static ulong NextSection(ulong address) => (address + PhysicalMemory.SectionSize - 1) & ~(PhysicalMemory.SectionSize - 1);

    private void Note(UserPageLookup lookup)
    {
        if (lookup.Result == 1)
            PageTaken?.Invoke(lookup);
        if (_lookups is null)
            return;
        using (_gate.Hold())
            _lookups.Add(lookup);
    }

    private MappingOptions Complete(MappingOptions options) => options.Kind switch
    {
        MappingKind.HugePages => options with
        {
            Order = PhysicalMemory.SectionShift - _pageShift,
            KernelPageSize = options.KernelPageSize != 0 ? options.KernelPageSize : PhysicalMemory.SectionSize,
        },
        MappingKind.CompoundPages => options with { KernelPageSize = options.KernelPageSize != 0 ? options.KernelPageSize : PageSize },
        _ => options with { Order = 0, KernelPageSize = options.KernelPageSize != 0 ? options.KernelPageSize : PageSize },
    };

    private static void Require(bool condition, string name, object value, string expected)
    {
        if (!condition)
            throw new ArgumentException($"{name} is {value}; expected {expected}.", name);
    }

    private void InsertPages(ulong address, ulong bytes, MappingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = Complete(options);
        Require(
            options.Kind != MappingKind.RealModeArea, nameof(options), options.Kind,
            "a kind other than RealModeArea; map that through its descriptor");
        Insert(address, bytes, options, null);
    }

    private void Insert(ulong address, ulong bytes, MappingOptions options, @file* file)
    {
        ulong unit = options.Kind == MappingKind.HugePages ? PhysicalMemory.SectionSize : PageSize;
        Require(bytes != 0 && bytes % unit == 0, nameof(bytes), $"0x{bytes:x}", $"a multiple of 0x{unit:x}, not 0");
        Require(address % unit == 0, nameof(address), $"0x{address:x}", $"a multiple of 0x{unit:x}");
        Require(bytes <= MaxBytes && address <= MaxBytes - bytes, nameof(bytes), $"0x{bytes:x}", $"a range that ends below 0x{MaxBytes:x}");
        Require(
            options.Order >= 0 && options.Order <= PhysicalMemory.SectionShift - _pageShift, nameof(options), options.Order,
            "an order of at most 16 MB");

        SleepingReaderWriterLock.EnterWrite(&Mm->mmap_sem.count);
        try
        {
            vm_area_struct** link = &Mm->mmap;
            while (*link != null && (*link)->vm_end <= address)
                link = &(*link)->vm_next;
            Require(*link == null || (*link)->vm_start >= address + bytes, nameof(address), $"0x{address:x}", "a range without a mapping");

            vm_area_struct* vma = (vm_area_struct*)_heap.Allocate("struct vm_area_struct", (nuint)sizeof(vm_area_struct));
            vma->vm_mm = Mm;
            vma->vm_start = address;
            vma->vm_end = address + bytes;
            vma->vm_pagesize = options.KernelPageSize;
            vma->vm_flags = (options.Writable ? vm_area_struct.VM_WRITE : 0) | (options.Device ? vm_area_struct.VM_IO : 0)
                | (options.Kind == MappingKind.HugePages ? vm_area_struct.VM_HUGETLB : 0);
            var mapping = new Mapping(vma, options);
            if (file != null)
            {
                vma->vm_file = file;
                Atomics.Increment(ref file->f_count);
                file->f_op->mmap(file, vma);
            }
            vma->vm_next = *link;
            *link = vma;
            using (_gate.Hold())
                _mappings.Add((nint)vma, mapping);
            if (options.Populate)
                mapping.Populate(_memory);
            if (options.Frames is not null && file == null)
            {
                foreach (ulong frame in options.Frames)
                    _memory.Register(frame, (ulong)_memory.PagesPerSection, options.Order);
            }
        }
        finally
        {
            SleepingReaderWriterLock.ExitWrite(&Mm->mmap_sem.count);
        }
    }

    private void Remove(ulong address)
    {
        @file* file;
        SleepingReaderWriterLock.EnterWrite(&Mm->mmap_sem.count);
        try
        {
            vm_area_struct** link = &Mm->mmap;
            while (*link != null && (*link)->vm_start != address)
                link = &(*link)->vm_next;
            vm_area_struct* vma = *link;
            Require(vma != null, nameof(address), $"0x{address:x}", "the first address of a mapping");
            *link = vma->vm_next;
            file = vma->vm_file;
            Discard(vma);
        }
        finally
        {
            SleepingReaderWriterLock.ExitWrite(&Mm->mmap_sem.count);
        }
        // Without mmap_sem: the end of a file may wait for vcpus, which look up pages under it.
        if (file != null)
            _files.Release(file);
    }

    private void Discard(vm_area_struct* vma)
    {
        using (_gate.Hold())
        {
            _mappings.Remove((nint)vma, out Mapping? mapping);
            if (mapping!.Options.Kind != MappingKind.RealModeArea)
            {
                foreach (ulong frame in mapping.Frames)
                    _memory.ReleaseMapping(frame);
            }
        }
        _heap.Free(vma);
    }

    private int Lookup(ulong address, bool write, page** result)
    {
        vm_area_struct* vma = Mm->mmap;
        while (vma != null && vma->vm_end <= address)
            vma = vma->vm_next;
        if (vma == null || vma->vm_start > address || (vma->vm_flags & vm_area_struct.VM_IO) != 0)
            return Fault;
        if (write && (vma->vm_flags & vm_area_struct.VM_WRITE) == 0)
            return NotPermitted;
        Mapping mapping;
        using (_gate.Hold())
            mapping = _mappings[(nint)vma];
        ulong offset = address - vma->vm_start;
        if (mapping.Options.Frames is null && vma->vm_ops != null)
            return FaultIn(vma, offset, result);
        using (_gate.Hold())
        {
            if (mapping.FrameOf(offset >> PhysicalMemory.SectionShift, _memory) is not { } frame)
                return Fault;
            page* page = _memory.PfnToPage(frame + ((offset & (PhysicalMemory.SectionSize - 1)) >> _pageShift));
            PhysicalMemory.Get(page);
            *result = page;
            return 1;
        }
    }

    private int FaultIn(vm_area_struct* vma, ulong offset, page** result)
    {
        vm_fault fault = new() { pgoff = offset >> _pageShift };
        if (vma->vm_ops->fault(vma, &fault) != 0)
            return Fault;
        *result = fault.page;       // the file's own fault operation has taken the reference
        return 1;
    }

    // The page at an address, with a reference that the caller drops.
    private page* PageAt(ulong address, bool write)
    {
        page* page = null;
        SleepingReaderWriterLock.EnterRead(&Mm->mmap_sem.count);
        int outcome;
        try
        {
            outcome = Lookup(address, write, &page);
        }
        finally
        {
            SleepingReaderWriterLock.ExitRead(&Mm->mmap_sem.count);
        }
        Require(outcome != NotPermitted, nameof(address), $"0x{address:x}", "a writable mapping");
        Require(outcome == 1, nameof(address), $"0x{address:x}", "a mapped address");
        return page;
    }

    // The rest of a page from the address on; good as long as the page is.
    private Span<byte> ContentFrom(page* page, ulong address)
    {
        ulong offset = address & (PageSize - 1);
        return new Span<byte>(_memory.AddressOf(page) + offset, (int)(PageSize - offset));
    }
}
