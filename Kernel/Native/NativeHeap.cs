// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using Kernel.Concurrency;

namespace Kernel.Native;

// Unsafe: a block is touched between its allocation and its removal from _live, which only one caller can do, under _gate; then by the
// quarantine, until it leaves that. Dispose frees the rest. The guards at either end of a block are inside its raw memory.
/// <summary>
/// The owner of all unmanaged memory of one simulated machine. Every block has a name, an alignment and a place in the list of live
/// blocks; disposing the heap frees all live blocks, so an exception in the middle of kernel code leaks nothing.
/// </summary>
/// <remarks>
/// In Debug builds each block stands between two guard regions that are checked when it is freed, and uninitialised blocks are filled with
/// 0x5a. A freed block is filled with 0x6b and goes into quarantine: nobody gets its memory until younger blocks have pushed it out, and
/// what was written to it meanwhile is reported then, or by <see cref="Verify"/>. Three kinds of blocks go without: those of more than
/// 32 MB; those in the file of tables, which other processes read; and those that <see cref="KeepsFreedBlocks"/> keeps, which are used
/// after they were freed. Slack is not filled. Release builds do nothing of this. All members may be called from any thread.
/// </remarks>
internal sealed unsafe class NativeHeap : IDisposable
{
    private const nuint MinAlignment = 64;
    private const nuint MaxKept = 1 << 20;
    private const nuint MaxSmall = 1 << 20;
    private const byte UninitialisedByte = 0x5a;

#if DEBUG
    private static bool IsDebug => true;
#else
    private static bool IsDebug => false;
#endif

    // Those whose quarantines may hold blocks. For FindFreed, which is not told the heap.
    private static readonly BriefLock AllGate = new();
    private static readonly List<NativeHeap> All = [];

    private readonly BriefLock _gate = new();
    private readonly Quarantine _small = new(8 << 20);
    private readonly Quarantine _large = new(32 << 20);     // apart: two page tables must not push out all small blocks
    private readonly SortedList<nuint, NativeAllocation> _live = [];
    private readonly List<nuint> _kept = [];
    private string? _tableDamage;
    private bool _disposed;

    /// <summary>Bytes in live blocks, slack and guards not counted.</summary>
    public nuint LiveBytes { get; private set; }

    /// <summary>
    /// Whether freed blocks of up to 1 MB are filled with 0x6b and kept until the heap is disposed, so that a known use after free reads
    /// nonsense and harms nobody.
    /// </summary>
    internal bool KeepsFreedBlocks { get; set; }

    /// <summary>Whether uninitialised blocks are filled with 0x5a.</summary>
    internal bool Poisons { get; set; } = IsDebug;

    /// <summary>File for blocks with <see cref="BlockOptions.Table"/>; null: they are normal memory. Disposed with the heap.</summary>
    internal SharedTableFile? Tables { get; set; }

    /// <summary>Is told why the file of tables has no room for a block, before its allocation returns null.</summary>
    internal Action<string>? Complain { get; set; }

    /// <summary>Bytes in freed blocks that are in quarantine.</summary>
    internal nuint QuarantinedBytes
    {
        get
        {
            using (_gate.Hold())
                return (nuint)FreedBlocks.Sum(freed => (long)freed.Block.Length);
        }
    }

    private IEnumerable<FreedBlock> FreedBlocks => _small.Blocks.Concat(_large.Blocks);

    /// <summary>The blocks that are live now, by ascending address.</summary>
    public IReadOnlyList<NativeAllocation> Live
    {
        get
        {
            using (_gate.Hold())
                return [.. _live.Values];
        }
    }

    /// <summary>The live blocks that should have been freed, if everything is over.</summary>
    public IReadOnlyList<NativeAllocation> Leaks => [.. Live.Where(block => !block.IsPermanent)];

    /// <summary>Allocates a block.</summary>
    /// <param name="name">What it holds; leak reports and oopses print it.</param>
    /// <param name="length">Usable bytes, at least 1.</param>
    /// <param name="alignment">A power of two. At least 64; at least 2 MB for a block of 2 MB or more, which huge pages can back.</param>
    /// <param name="slack">Zeroed bytes behind the block that may be touched as well. Untouched slack costs address space only.</param>
    /// <param name="options">What it is to be; zeroed, unless this says otherwise.</param>
    /// <param name="owner">
    /// For a block with <see cref="BlockOptions.Table"/>: any number that tells its virtual machine from the others.
    /// </param>
    /// <returns>The first usable byte, or null when the system has no memory, or the file of tables no room.</returns>
    public void* Allocate(
        string name, nuint length, nuint alignment = MinAlignment, nuint slack = 0, BlockOptions options = BlockOptions.None,
        nuint owner = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(length);
        if (!nuint.IsPow2(alignment))
            throw new ArgumentException($"alignment is {alignment}; expected a power of two.", nameof(alignment));
        alignment = Math.Max(alignment, length < HugePages.Size ? MinAlignment : HugePages.Size);
        nuint raw;
        try
        {
            raw = Take(name, checked(length + slack + alignment + 2 * NativeAllocation.GuardLength), options);
        }
        catch (Exception e) when (e is OutOfMemoryException or OverflowException)
        {
            return null;
        }

        if (raw == 0)
            return null;
        nuint address = (raw + NativeAllocation.GuardLength + alignment - 1) & ~(alignment - 1);
        var block = new NativeAllocation(name, address, length, slack, (options & BlockOptions.Permanent) != 0) { RawAddress = raw };
        HugePages.Request(address, length);
        if (Shares(raw) && Tables!.Reserve(block) is { } noSpace)
        {
            Return(raw);
            return Refuse(noSpace);
        }
        block.FillGuards();
        if ((options & BlockOptions.Uninitialized) != 0 && Poisons)
            NativeMemory.Fill((void*)address, length, UninitialisedByte);
        using (_gate.Hold())
        {
            if (_disposed)
            {
                Return(raw);
                ObjectDisposedException.ThrowIf(_disposed, this);
            }
            _live.Add(address, block);
            LiveBytes += length;
        }
        if (Shares(raw) && Tables!.Publish(owner, raw, block) is { } noEntry)
        {
            Free((void*)address);
            return Refuse(noEntry);
        }
        return (void*)address;
    }

    /// <summary>Frees a block; null is ignored, as <c>free</c> does.</summary>
    /// <exception cref="NativeCorruptionException">
    /// The address is not that of a live block; or a guard region was overwritten; or a block that leaves quarantine now was written to.
    /// </exception>
    public void Free(void* address)
    {
        if (address == null)
            return;
        NativeAllocation? block;
        using (_gate.Hold())
        {
            if (!_live.Remove((nuint)address, out block))
                throw new NativeCorruptionException(DescribeBadFree((nuint)address));
            LiveBytes -= block.Length;
        }
        RepairTables();
        List<string> damage = [];
        if (block.DescribeBrokenGuard() is { } broken)
        {
            damage.Add(broken);
            block.FillGuards();
        }
        LetGo(block, damage);
        ThrowIfAny(damage);
    }

    /// <summary>
    /// Checks the guard regions of all live blocks, all blocks in quarantine, and whether the file of tables was truncated. What is found
    /// is put right again, so that it is reported once.
    /// </summary>
    /// <exception cref="NativeCorruptionException">Something is damaged: a sentence or two for each block.</exception>
    internal void Verify() => ThrowIfAny(TakeDamage());

    /// <summary>Like <see cref="Verify"/>, but returns what is damaged.</summary>
    internal List<string> TakeDamage()
    {
        RepairTables();
        using (_gate.Hold())
        {
            List<string> damage = [.. _tableDamage is null ? [] : new[] { _tableDamage }];
            _tableDamage = null;
            if (!IsDebug)
                return damage;
            foreach (NativeAllocation block in _live.Values)
            {
                if (block.DescribeBrokenGuard() is not { } broken)
                    continue;
                damage.Add(broken);
                block.FillGuards();
            }
            damage.AddRange(FreedBlocks.Select(freed => freed.TakeDamage()).OfType<string>());
            return damage;
        }
    }

    /// <summary>
    /// Notices that the file of tables was truncated, and makes later accesses harmless. Call it before code that follows pointers into
    /// the file; it costs a system call if there is a file, and nothing otherwise.
    /// </summary>
    internal void RepairTables()
    {
        if (Tables is null || Tables.RepairTruncation() is not { } truncation)
            return;
        using (_gate.Hold())
        {
            _tableDamage = truncation;
            foreach (NativeAllocation block in _live.Values.Where(block => Shares(block.RawAddress)))
                block.FillGuards();
        }
    }

    /// <summary>Like <see cref="RepairTables"/>; throws, from now on, if the file has ever been truncated.</summary>
    /// <exception cref="NativeCorruptionException">The tables are lost.</exception>
    internal void ThrowIfTablesAreLost()
    {
        RepairTables();
        if (Tables is { IsLost: true })
            throw new NativeCorruptionException(_tableDamage ?? "The file of tables was truncated: the tables in it are lost.");
    }

    /// <summary>
    /// The block in the quarantine of some heap that an address lies in, with the offset, or null. Slow: for code that has just read the
    /// pattern of freed memory there.
    /// </summary>
    internal static string? DescribeFreed(nuint address)
    {
        NativeHeap[] heaps;
        using (AllGate.Hold())
            heaps = [.. All];
        foreach (NativeHeap heap in heaps)
        {
            if (heap.FindFreed(address) is { } freed)
                return $"offset {address - freed.Block.Address} of {freed}";
        }
        return null;
    }

    /// <summary>The live block that holds the address, its slack included, or null.</summary>
    public NativeAllocation? Find(nuint address)
    {
        using (_gate.Hold())
        {
            int low = 0, high = _live.Count - 1;
            while (low <= high)
            {
                int middle = (low + high) >>> 1;
                if (_live.GetKeyAtIndex(middle) <= address)
                    low = middle + 1;
                else
                    high = middle - 1;
            }
            return high >= 0 && address < _live.GetValueAtIndex(high).Limit ? _live.GetValueAtIndex(high) : null;
        }
    }

    /// <summary>The live block that ends at the address, slack included, or null: the array of a pointer that ran off its end.</summary>
    internal NativeAllocation? FindByLimit(nuint limit)
    {
        using (_gate.Hold())
            return _live.Values.FirstOrDefault(block => block.Limit == limit);
    }

    /// <summary>Frees all blocks: live ones, kept ones, and those in quarantine, which are not checked.</summary>
    public void Dispose()
    {
        if (IsDebug)
        {
            using (AllGate.Hold())
                All.Remove(this);
        }
        using (_gate.Hold())
        {
            _disposed = true;
            while (_small.TryTake(out FreedBlock? freed) || _large.TryTake(out freed))
                Return(freed.Block.RawAddress);
            _kept.ForEach(Return);
            _kept.Clear();
            foreach (NativeAllocation block in _live.Values)
                Return(block.RawAddress);
            _live.Clear();
            LiveBytes = 0;
            Tables?.Dispose();
            Tables = null;
        }
    }

    // calloc: a large block comes as untouched zero pages, and so do its slack and the spare part that alignment needs.
    private nuint Take(string name, nuint length, BlockOptions options)
    {
        if (Tables is null || (options & BlockOptions.Table) == 0)
            return (nuint)NativeMemory.AllocZeroed(length);
        RepairTables();
        nuint raw = Tables.Take(name, length, out string? refusal);
        return raw != 0 ? raw : (nuint)Refuse(refusal!);
    }

    private void* Refuse(string refusal)
    {
        Complain?.Invoke(refusal);
        return null;
    }

    private bool Shares(nuint raw) => Tables is not null && Tables.Owns(raw);

    private void Return(nuint raw)
    {
        if (Shares(raw))
            Tables!.Return(raw);
        else
            NativeMemory.Free((void*)raw);
    }

    // Adds what is wrong with older blocks that must make room.
    private void LetGo(NativeAllocation block, List<string> damage)
    {
        // Other processes must not find the pattern in a listed block.
        bool isShared = Shares(block.RawAddress);
        if (isShared)
            Tables!.Withdraw(block.RawAddress);
        if (KeepsFreedBlocks && block.Length <= MaxKept)
            Keep(block);
        else if (IsDebug && !isShared && (block.Length <= MaxSmall ? _small : _large) is var quarantine && quarantine.Admits(block))
            Isolate(block, quarantine, damage);
        else
            Return(block.RawAddress);
    }

    private void Keep(NativeAllocation block)
    {
        NativeMemory.Fill((void*)block.Address, block.Length, FreedBlock.Pattern);
        using (_gate.Hold())
            _kept.Add(block.RawAddress);
    }

    private void Isolate(NativeAllocation block, Quarantine quarantine, List<string> damage)
    {
        var freed = new FreedBlock(block, CallSite.OutsideTheHeap());
        freed.Poison();
        using (AllGate.Hold())
        {
            if (!All.Contains(this))
                All.Add(this);
        }
        List<FreedBlock> leaving = [];
        using (_gate.Hold())
        {
            if (_disposed)
                leaving.Add(freed);
            else
                quarantine.Add(freed);
            while (quarantine.TryTakeExcess(out FreedBlock? oldest))
                leaving.Add(oldest);
        }
        foreach (FreedBlock old in leaving)
        {
            if (old.TakeDamage() is { } written)
                damage.Add(written);
            Return(old.Block.RawAddress);
        }
    }

    private FreedBlock? FindFreed(nuint address)
    {
        using (_gate.Hold())
            return _small.Find(address) ?? _large.Find(address);
    }

    private string DescribeBadFree(nuint address)
    {
        string free = $"Free of 0x{address:x}, which is not a live block";
        if (FindFreed(address) is { } freed)
            return address == freed.Block.Address
                ? $"{free}: double free of {freed}."
                : $"{free}: it is offset {address - freed.Block.Address} of {freed}.";
        return Find(address) is { } block ? $"{free}: it is offset {address - block.Address} of {block}." : $"{free}.";
    }

    private static void ThrowIfAny(List<string> damage)
    {
        if (damage.Count != 0)
            throw new NativeCorruptionException(string.Join(Environment.NewLine, damage));
    }
}
