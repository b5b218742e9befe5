// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

namespace Kernel.Native;

/// <summary>
/// Freed blocks, in the order in which they were freed, up to a number of bytes in all. Not thread-safe: the heap that owns it has a lock.
/// </summary>
/// <param name="limit">Bytes. A larger block is never admitted.</param>
internal sealed class Quarantine(nuint limit)
{
    private const nuint MinCharge = 1024;       // limits the number of small blocks, too

    private readonly Queue<FreedBlock> _blocks = new();
    private nuint _bytes;

    /// <summary>The blocks, the oldest first.</summary>
    internal IEnumerable<FreedBlock> Blocks => _blocks;

    /// <summary>Whether a block may enter.</summary>
    internal bool Admits(NativeAllocation block) => ChargeOf(block) <= limit;

    /// <summary>Takes a block in; afterwards the excess must be taken out.</summary>
    internal void Add(FreedBlock block)
    {
        _blocks.Enqueue(block);
        _bytes += ChargeOf(block.Block);
    }

    /// <summary>Takes the oldest block out while there are more bytes than the limit.</summary>
    internal bool TryTakeExcess([NotNullWhen(true)] out FreedBlock? block)
    {
        block = null;
        return _bytes > limit && TryTake(out block);
    }

    /// <summary>Takes the oldest block out.</summary>
    internal bool TryTake([NotNullWhen(true)] out FreedBlock? block)
    {
        if (!_blocks.TryDequeue(out block))
            return false;
        _bytes -= ChargeOf(block.Block);
        return true;
    }

    /// <summary>The block that an address lies in, or null.</summary>
    internal FreedBlock? Find(nuint address) => _blocks.FirstOrDefault(block => block.Contains(address));

    private static nuint ChargeOf(NativeAllocation block) => nuint.Max(block.Length, MinCharge);
}
