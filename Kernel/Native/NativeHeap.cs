// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Runtime.InteropServices;
using Kernel.Concurrency;

namespace Kernel.Native;

// Unsafe: a block is touched between its allocation and its removal from _live, which only one caller can do, under _gate; Dispose frees
// the rest. The raw block has GuardLength bytes at either end of what the user sees, so the guards are inside it.
/// <summary>
/// The owner of all unmanaged memory of one simulated machine. Every block has a name, an alignment and a place in the list of live
/// blocks; disposing the heap frees all live blocks, so an exception in the middle of kernel code leaks nothing.
/// </summary>
/// <remarks>
/// In Debug builds each block stands between two guard regions that are checked when it is freed, uninitialised blocks are filled with
/// 0x5a and freed ones with 0x6b. All members may be called from any thread.
/// </remarks>
internal sealed unsafe class NativeHeap : IDisposable
{
    private const nuint MinAlignment = 64;
    private const nuint MaxPoisoned = 64 << 20;     // a larger block may be address space that was never touched
    private const nuint MaxKept = 1 << 20;
    private const byte GuardByte = 0xfd;
    private const byte UninitialisedByte = 0x5a;
    private const byte FreedByte = 0x6b;

#if DEBUG
    private const nuint GuardLength = 64;
    private const bool PoisonsByDefault = true;
#else
    private const nuint GuardLength = 0;
    private const bool PoisonsByDefault = false;
#endif

    private readonly BriefLock _gate = new();
    private readonly SortedList<nuint, NativeAllocation> _live = [];
    private readonly List<nuint> _kept = [];
    private bool _disposed;

    /// <summary>Bytes in live blocks, slack and guards not counted.</summary>
    public nuint LiveBytes { get; private set; }

    /// <summary>
    /// Whether freed blocks of up to 1 MB are filled with 0x6b and kept until the heap is disposed, so that a known use after free reads
    /// nonsense and harms nobody.
    /// </summary>
    internal bool KeepsFreedBlocks { get; set; }

    /// <summary>Whether uninitialised blocks are filled with 0x5a.</summary>
    internal bool Poisons { get; set; } = PoisonsByDefault;

    /// <summary>File for blocks with <see cref="BlockOptions.Table"/>; null: they are normal memory. Disposed with the heap.</summary>
    internal SharedTableFile? Tables { get; set; }

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
    /// <returns>The first usable byte, or null when the system has no memory.</returns>
    public void* Allocate(
        string name, nuint length, nuint alignment = MinAlignment, nuint slack = 0, BlockOptions options = BlockOptions.None)
    {
        ArgumentOutOfRangeException.ThrowIfZero(length);
        if (!nuint.IsPow2(alignment))
            throw new ArgumentException($"alignment is {alignment}; expected a power of two.", nameof(alignment));
        alignment = Math.Max(alignment, length < HugePages.Size ? MinAlignment : HugePages.Size);
        nuint raw;
        try
        {
            raw = Take(checked(length + slack + alignment + 2 * GuardLength), options);
        }
        catch (Exception e) when (e is OutOfMemoryException or OverflowException)
        {
            return null;
        }

        if (raw == 0)
            return null;
        nuint address = (raw + GuardLength + alignment - 1) & ~(alignment - 1);
        var block = new NativeAllocation(name, address, length, slack, (options & BlockOptions.Permanent) != 0) { RawAddress = raw };
        HugePages.Request(address, length);
        FillGuards(block);
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
        if (Shares(raw))
            Tables!.Publish(name, address, length);
        return (void*)address;
    }

    /// <summary>Frees a block; null is ignored, as <c>free</c> does.</summary>
    /// <exception cref="NativeCorruptionException">The address is not that of a live block, or a guard region was overwritten.</exception>
    public void Free(void* address)
    {
        if (address == null)
            return;
        NativeAllocation? block;
        using (_gate.Hold())
        {
            if (!_live.Remove((nuint)address, out block))
                throw new NativeCorruptionException($"Free of 0x{(nuint)address:x}, which is not a live block.");
            LiveBytes -= block.Length;
        }
        string? damage = DescribeDamage(block);
        Poison(block);
        if (KeepsFreedBlocks && block.Length <= MaxKept)
            Keep(block);
        else
            Return(block.RawAddress);
        if (damage is not null)
            throw new NativeCorruptionException(damage);
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

    /// <summary>Frees all live and kept blocks.</summary>
    public void Dispose()
    {
        using (_gate.Hold())
        {
            _disposed = true;
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

    /// <summary>Throws once the heap is disposed, in the name of an object whose blocks went with it.</summary>
    internal void ThrowIfDisposed(object owner) => ObjectDisposedException.ThrowIf(_disposed, owner);

    /// <summary>Overwrites a block that is about to be freed, so that a use after free is noticed.</summary>
    [Conditional("DEBUG")]
    internal static void Poison(NativeAllocation block) =>
        NativeMemory.Fill((void*)block.Address, nuint.Min(block.Length, MaxPoisoned), FreedByte);

    // calloc: a large block comes as untouched zero pages, and so do its slack and the spare part that alignment needs.
    private nuint Take(nuint length, BlockOptions options) =>
        Tables is not null && (options & BlockOptions.Table) != 0 ? Tables.Take(length) : (nuint)NativeMemory.AllocZeroed(length);

    private bool Shares(nuint raw) => Tables is not null && Tables.Owns(raw);

    private void Return(nuint raw)
    {
        if (Shares(raw))
            Tables!.Return(raw);
        else
            NativeMemory.Free((void*)raw);
    }

    private void Keep(NativeAllocation block)
    {
        NativeMemory.Fill((void*)block.Address, block.Length, FreedByte);
        using (_gate.Hold())
            _kept.Add(block.RawAddress);
    }

    private static void FillGuards(NativeAllocation block)
    {
        // The raw block is GuardLength longer than the usable one at either end, by construction in Allocate.
        new Span<byte>((void*)(block.Address - GuardLength), (int)GuardLength).Fill(GuardByte);
        new Span<byte>((void*)block.Limit, (int)GuardLength).Fill(GuardByte);
    }

    private static string? DescribeDamage(NativeAllocation block)
    {
        var front = new ReadOnlySpan<byte>((void*)(block.Address - GuardLength), (int)GuardLength);
        var back = new ReadOnlySpan<byte>((void*)block.Limit, (int)GuardLength);
        if (front.ContainsAnyExcept(GuardByte))
            return $"Something wrote in front of {block}.";
        return back.ContainsAnyExcept(GuardByte) ? $"Something wrote behind {block}." : null;
    }
}
